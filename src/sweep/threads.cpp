#include "sweep/threads.hpp"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <thread>

#include "optaxx/core/runtime.hpp"

#if OPTAXX_TBB
#include <tbb/blocked_range.h>
#include <tbb/parallel_for.h>
#include <tbb/partitioner.h>
#include <tbb/task_arena.h>
#endif

// For the thread sanitizer, which does not see into oneTBB: what comes before a loop and after it
// is ordered by it.
#ifdef OPTAXX_THREAD_SANITIZER
#include <sanitizer/tsan_interface.h>
#define OPTAXX_RELEASED(at) __tsan_release(at)
#define OPTAXX_ACQUIRED(at) __tsan_acquire(at)
#else
#define OPTAXX_RELEASED(at) static_cast<void>(at)
#define OPTAXX_ACQUIRED(at) static_cast<void>(at)
#endif

namespace optaxx {
namespace {

// Below this a second thread costs more than it brings.
constexpr std::size_t least_elements_per_thread = 16 * 1024;

std::size_t first_threads() {
  if (const char* text = std::getenv("OPTAXX_THREADS"); text != nullptr && *text != '\0') {
    char* end = nullptr;
    const long n = std::strtol(text, &end, 10);
    if (*end != '\0' || n < 1) {
      throw std::invalid_argument("optaxx: OPTAXX_THREADS must be a positive number, got '" +
                                  std::string(text) + "'");
    }
    return static_cast<std::size_t>(n);
  }
  return std::max(1U, std::thread::hardware_concurrency());
}

std::atomic<std::size_t>& thread_setting() {
  static std::atomic<std::size_t> n{first_threads()};
  return n;
}

}  // namespace

std::size_t threads() { return OPTAXX_TBB ? thread_setting().load(std::memory_order_relaxed) : 1; }

void set_threads(std::size_t n) {
  if (n == 0) throw std::invalid_argument("set_threads: at least one thread is needed, got 0");
  thread_setting().store(n, std::memory_order_relaxed);
}

namespace exec {

std::size_t threads_for(std::size_t elements) {
  return std::clamp<std::size_t>(elements / least_elements_per_thread, 1, threads());
}

#if OPTAXX_TBB
void run_chunks(std::size_t n, void (*f)(void*, std::size_t) noexcept, void* context) {
  if (n <= 1) {
    if (n == 1) f(context, 0);
    return;
  }
  char before = 0;
  char after = 0;
  // The static partitioner gives chunk i to the same thread at every step.
  const auto work = [n, f, context, &before, &after] {
    tbb::parallel_for(
        tbb::blocked_range<std::size_t>(0, n, 1),
        [f, context, &before, &after](const tbb::blocked_range<std::size_t>& range) {
          OPTAXX_ACQUIRED(&before);
          for (std::size_t i = range.begin(); i != range.end(); ++i) f(context, i);
          OPTAXX_RELEASED(&after);
        },
        tbb::static_partitioner());
  };
  OPTAXX_RELEASED(&before);
  if (static_cast<std::size_t>(tbb::this_task_arena::max_concurrency()) == n) {
    work();
  } else {
    tbb::task_arena(static_cast<int>(n)).execute(work);
  }
  OPTAXX_ACQUIRED(&after);
}
#else
void run_chunks(std::size_t n, void (*f)(void*, std::size_t) noexcept, void* context) {
  for (std::size_t i = 0; i < n; ++i) f(context, i);
}
#endif

}  // namespace exec
}  // namespace optaxx
