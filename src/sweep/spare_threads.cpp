#include "sweep/spare_threads.hpp"

#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

namespace optaxx::exec {
namespace {

pid_t this_thread() { return static_cast<pid_t>(syscall(SYS_gettid)); }

// A joined thread may count for its user's limit until the system has forgotten it.
void wait_until_forgotten(pid_t thread) {
  for (int i = 0; i < 10'000 && syscall(SYS_tgkill, getpid(), thread, 0) == 0; ++i) sched_yield();
}

// How many of n threads there can be at a time.
std::size_t had_at_once(std::size_t n) noexcept {
  std::vector<std::thread> threads;
  std::vector<pid_t> ids;
  std::atomic<bool> end = false;
  try {
    ids.resize(n);
    threads.reserve(n);
    for (std::size_t i = 0; i < n; ++i) {
      threads.emplace_back([&end, &id = ids[i]] {
        id = this_thread();
        end.wait(false);
      });
    }
  } catch (...) {
  }
  end = true;
  end.notify_all();
  for (std::thread& t : threads) t.join();
  for (std::size_t i = 0; i < threads.size(); ++i) wait_until_forgotten(ids[i]);
  return threads.size();
}

std::atomic<std::size_t> had{0};
std::mutex growing;
bool refused = false;

}  // namespace

std::size_t spare_threads(std::size_t n) noexcept {
  if (n <= had.load(std::memory_order_relaxed)) return n;
  const std::lock_guard lock(growing);
  const std::size_t before = had.load(std::memory_order_relaxed);
  if (n <= before) return n;
  if (refused) return before;
  // One more, so that what little else is needed with them can be had too.
  const std::size_t wanted = n - before + 1;
  const std::size_t found = had_at_once(wanted);
  refused = found < wanted;
  const std::size_t now = before + (found == 0 ? 0 : found - 1);
  had.store(now, std::memory_order_relaxed);
  return now;
}

}  // namespace optaxx::exec
