#include "sweep/threads.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <string>
#include <thread>

#include "optaxx/core/runtime.hpp"
#include "sweep/spare_threads.hpp"

#if OPTAXX_TBB
#include <tbb/blocked_range.h>
#include <tbb/global_control.h>
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

// More than machines have, and few enough for a table on the stack.
constexpr std::size_t most_threads = 1024;

std::size_t first_threads() {
  const char* const text = std::getenv("OPTAXX_THREADS");
  if (text == nullptr || *text == '\0') {
    return std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, most_threads);
  }
  const char* const end = text + std::strlen(text);
  std::size_t n = 0;
  const auto read = std::from_chars(text, end, n);
  if (read.ec != std::errc() || read.ptr != end || n < 1 || n > most_threads) {
    throw std::invalid_argument("optaxx: OPTAXX_THREADS must be a number from 1 to " +
                                std::to_string(most_threads) + ", got '" + text + "'");
  }
  return n;
}

std::atomic<std::size_t>& thread_setting() {
  static std::atomic<std::size_t> n{first_threads()};
  return n;
}

}  // namespace

std::size_t threads() { return OPTAXX_TBB ? thread_setting().load(std::memory_order_relaxed) : 1; }

void set_threads(std::size_t n) {
  if (n == 0) throw std::invalid_argument("set_threads: at least one thread is needed, got 0");
  if (n > most_threads) {
    throw std::invalid_argument("set_threads: at most " + std::to_string(most_threads) +
                                " threads can be used, got " + std::to_string(n));
  }
  thread_setting().store(n, std::memory_order_relaxed);
}

namespace exec {

std::size_t threads_for(std::size_t elements) {
  return std::clamp<std::size_t>(elements / least_elements_per_thread, 1, threads());
}

#if OPTAXX_TBB
namespace {

// Threads for n chunks, the caller's among them: what oneTBB may use and the system lets us have.
// Of what oneTBB may use it can want all, for a pass or two of an earlier arena still count.
std::size_t concurrency_for(std::size_t n) {
  using tbb::global_control;
  const std::size_t allowed = global_control::active_value(global_control::max_allowed_parallelism);
  const std::size_t had = spare_threads(allowed - 1) + 1;
  if (had < allowed) {
    [[maybe_unused]] static const global_control* const no_more =
        new global_control(global_control::max_allowed_parallelism, had);
  }
  return std::min(n, had);
}

}  // namespace

void run_chunks(std::size_t n, void (*f)(void*, std::size_t) noexcept, void* context) noexcept {
  if (n <= 1) {
    if (n == 1) f(context, 0);
    return;
  }
  char before = 0;
  char after = 0;
  std::array<bool, most_threads> done;
  std::fill_n(done.begin(), n, false);
  OPTAXX_RELEASED(&before);
  // What oneTBB throws, where it gets no memory or no thread, has ended the loop: of the chunks
  // some are done.
  try {
    if (const std::size_t threads = concurrency_for(n); threads > 1) {
      // The static partitioner gives chunk i to the same thread at every step.
      const auto work = [n, f, context, &before, &after, &done] {
        tbb::parallel_for(
            tbb::blocked_range<std::size_t>(0, n, 1),
            [f, context, &before, &after, &done](const tbb::blocked_range<std::size_t>& range) {
              OPTAXX_ACQUIRED(&before);
              for (std::size_t i = range.begin(); i != range.end(); ++i) {
                f(context, i);
                done[i] = true;
              }
              OPTAXX_RELEASED(&after);
            },
            tbb::static_partitioner());
      };
      if (static_cast<std::size_t>(tbb::this_task_arena::max_concurrency()) == threads) {
        work();
      } else {
        tbb::task_arena(static_cast<int>(threads)).execute(work);
      }
    }
  } catch (...) {
  }
  OPTAXX_ACQUIRED(&after);
  for (std::size_t i = 0; i < n; ++i) {
    if (!done[i]) f(context, i);
  }
}
#else
void run_chunks(std::size_t n, void (*f)(void*, std::size_t) noexcept, void* context) noexcept {
  for (std::size_t i = 0; i < n; ++i) f(context, i);
}
#endif

}  // namespace exec
}  // namespace optaxx
