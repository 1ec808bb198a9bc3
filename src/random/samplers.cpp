#include "optaxx/random/samplers.hpp"

#include <stdexcept>
#include <string>

#include "core/flush_guard.hpp"
#include "random/threefry.hpp"

namespace optaxx {
namespace {

template <class T, class F>
[[gnu::noinline]] void fill(T* out, std::size_t n, const F& f) {
  for (std::size_t i = 0; i < n; ++i) out[i] = f(i);
}

// An array of f(T{}, i); f is called under a flush_guard.
template <class F>
array floats(const char* function, const shape& s, dtype type, const F& f) {
  if (type != dtype::f32 && type != dtype::f64) {
    throw std::invalid_argument(std::string(function) + ": makes float32 and float64, not " +
                                std::string(name_of(type)));
  }
  array result(type, s);
  const flush_guard guard;
  if (type == dtype::f64) {
    fill(result.mutable_data<double>(), result.size(), [&](std::size_t i) { return f(0.0, i); });
  } else {
    fill(result.mutable_data<float>(), result.size(), [&](std::size_t i) { return f(0.0F, i); });
  }
  return result;
}

}  // namespace

array random::bits(const prng_key& k, const shape& s) {
  array result(dtype::u32, s);
  fill(result.mutable_data<std::uint32_t>(), result.size(),
       [&](std::size_t i) { return threefry::bits32(k.words(), i); });
  return result;
}

array random::uniform(const prng_key& k, const shape& s, dtype type, double minval, double maxval) {
  return floats("uniform", s, type, [&]<class T>(T, std::size_t i) {
    return threefry::uniform(k.words(), i, static_cast<T>(minval), static_cast<T>(maxval));
  });
}

array random::normal(const prng_key& k, const shape& s, dtype type) {
  return floats("normal", s, type,
                [&]<class T>(T, std::size_t i) { return threefry::normal<T>(k.words(), i); });
}

}  // namespace optaxx
