#include "digits/interrupt.hpp"

#include <atomic>
#include <csignal>

namespace digits {
namespace {

std::atomic<int> noted = 0;
static_assert(std::atomic<int>::is_always_lock_free, "or the handler must not touch it");

extern "C" void note(int signal) { noted = signal; }

}  // namespace

void note_interrupts() {
  struct sigaction action {};
  action.sa_handler = note;
  action.sa_flags = SA_RESTART;  // a write to the terminal is not cut short
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

int interrupted() noexcept { return noted; }

}  // namespace digits
