#include "optaxx/random/samplers.hpp"

#include <stdexcept>
#include <string>
#include <type_traits>

#include "core/flush_guard.hpp"
#include "isa/dispatch.hpp"
#include "optaxx/core/astype.hpp"
#include "sweep/threads.hpp"

namespace optaxx {
namespace {

// Fills an array, on all threads where it is large.
void fill(threefry::numbers what, const prng_key& k, array& a, double low = 0, double high = 0) {
  std::byte* const data = static_cast<std::byte*>(a.mutable_data());
  const isa::instruction_set& set = isa::current();
  const auto run = a.dtype() == dtype::f64 ? set.random_f64 : set.random_f32;
  const std::size_t element = size_of(a.dtype());
  const std::size_t parts = exec::threads_for(a.size());
  auto part = [&](std::size_t i) {
    const flush_guard guard;
    const std::size_t first = a.size() * i / parts;
    run(what,
        {k.words(), first, a.size() * (i + 1) / parts - first, data + first * element, low, high});
  };
  exec::run_chunks(parts, part);
}

array floats(const char* function, const shape& s, dtype type) {
  if (type != dtype::f32 && type != dtype::f64) {
    throw std::invalid_argument(std::string(function) + ": makes float32 and float64, not " +
                                std::string(name_of(type)));
  }
  return {type, s};
}

}  // namespace

array random::bits(const prng_key& k, const shape& s) {
  array result(dtype::u32, s);
  fill(threefry::numbers::bits, k, result);
  return result;
}

array random::uniform(const prng_key& k, const shape& s, dtype type, double minval, double maxval) {
  array result = floats("uniform", s, type);
  fill(threefry::numbers::uniform, k, result, minval, maxval);
  return result;
}

array random::normal(const prng_key& k, const shape& s, dtype type) {
  array result = floats("normal", s, type);
  fill(threefry::numbers::normal, k, result);
  return result;
}

array random::rademacher(const prng_key& k, const shape& s, dtype type, bool x64) {
  const auto signs = [](auto* x, std::size_t n) {
    using T = std::remove_pointer_t<decltype(x)>;
    for (std::size_t i = 0; i < n; ++i) x[i] = x[i] < T(0.5) ? T(1) : T(-1);
  };
  array result = uniform(k, s, x64 ? dtype::f64 : dtype::f32);
  if (x64) {
    signs(result.mutable_data<double>(), result.size());
  } else {
    signs(result.mutable_data<float>(), result.size());
  }
  return result.dtype() == type ? result : astype(result, type);
}

}  // namespace optaxx
