#include "sweep/tasks.hpp"

#include <algorithm>
#include <atomic>
#include <cfenv>
#include <exception>
#include <mutex>

#include "sweep/threads.hpp"

namespace optaxx::exec {

void run_tasks(std::size_t n, std::size_t threads, void (*f)(void*, std::size_t), void* context) {
  std::fenv_t callers;
  std::fegetenv(&callers);
  std::atomic<std::size_t> next = 0;
  std::mutex failing;
  std::size_t failed = n;
  std::exception_ptr thrown;
  const auto take = [&] {
    for (std::size_t i = next++; i < n; i = next++) {
      try {
        f(context, i);
      } catch (...) {
        const std::lock_guard lock(failing);
        if (i < failed) thrown = std::current_exception();
        failed = std::min(failed, i);
      }
    }
  };
  auto part = [&](std::size_t) {
    std::fenv_t own;
    std::fegetenv(&own);
    std::fesetenv(&callers);
    take();
    std::fesetenv(&own);
  };
  run_chunks(std::min(n, threads), part);
  if (thrown != nullptr) std::rethrow_exception(thrown);
}

}  // namespace optaxx::exec
