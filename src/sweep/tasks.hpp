#pragma once

#include <cstddef>

namespace optaxx::exec {

/// f(i) for each i below n, on that many threads, in any order and in the caller's floating-point
/// environment. All are called; then what the lowest i has thrown is thrown.
void run_tasks(std::size_t n, std::size_t threads, void (*f)(void* context, std::size_t i),
               void* context);

template <class F>
void run_tasks(std::size_t n, std::size_t threads, F f) {
  run_tasks(
      n, threads, [](void* context, std::size_t i) { (*static_cast<F*>(context))(i); }, &f);
}

}  // namespace optaxx::exec
