#pragma once

#include <cstddef>

namespace optaxx::exec {

/// Where all threading goes through: calls f(context, i) for each i below n, on as many threads as
/// n, in any order. f does not throw.
void run_chunks(std::size_t n, void (*f)(void* context, std::size_t i) noexcept, void* context);

template <class F>
void run_chunks(std::size_t n, F& f) {
  run_chunks(
      n, [](void* context, std::size_t i) noexcept { (*static_cast<F*>(context))(i); }, &f);
}

/// Threads worth using for that many elements.
std::size_t threads_for(std::size_t elements);

}  // namespace optaxx::exec
