#include "optaxx/random/prng_key.hpp"

#include <stdexcept>

#include "core/threefry.hpp"

namespace optaxx {

prng_key::prng_key(const array& data) {
  if (data.dtype() != dtype::u32 || !(data.shape() == shape{2})) {
    throw std::invalid_argument("prng_key: a key is uint32 (2,), got " +
                                std::string(name_of(data.dtype())) + " " + data.shape().text());
  }
  words_ = {data.data<std::uint32_t>()[0], data.data<std::uint32_t>()[1]};
}

tree prng_key::leaf() const {
  array data(dtype::u32, {2});
  data.mutable_data<std::uint32_t>()[0] = words_[0];
  data.mutable_data<std::uint32_t>()[1] = words_[1];
  return tree::rng_key(std::move(data));
}

std::string prng_key::text() const {
  if (words_[0] == 0) return std::to_string(words_[1]);
  return "jax.random.wrap_key_data(jnp.array([" + std::to_string(words_[0]) + ", " +
         std::to_string(words_[1]) + "], dtype=jnp.uint32))";
}

void prng_key::throw_negative(std::int64_t seed) {
  throw std::invalid_argument("prng_key: the seed must not be negative, got " +
                              std::to_string(seed));
}

std::string option_text(const prng_key& value) { return value.text(); }

std::vector<prng_key> random::split(const prng_key& k, std::size_t n) {
  std::vector<prng_key> keys;
  keys.reserve(n);
  for (std::size_t i = 0; i < n; ++i) keys.emplace_back(threefry::block(k.words(), i));
  return keys;
}

prng_key random::fold_in(const prng_key& k, std::uint32_t data) {
  return prng_key(threefry::block(k.words(), data));
}

}  // namespace optaxx
