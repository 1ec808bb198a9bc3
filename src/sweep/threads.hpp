#pragma once

#include <cstddef>

namespace optaxx::exec {

/// Where all threading goes through: calls f(context, i) for each i below n, in any order, on as
/// many threads as n, or as many as can be had. n is at most `threads()`.
void run_chunks(std::size_t n, void (*f)(void* context, std::size_t i) noexcept,
                void* context) noexcept;

template <class F>
void run_chunks(std::size_t n, F& f) noexcept {
  run_chunks(
      n, [](void* context, std::size_t i) noexcept { (*static_cast<F*>(context))(i); }, &f);
}

/// Threads worth using for that many elements.
std::size_t threads_for(std::size_t elements);

}  // namespace optaxx::exec
