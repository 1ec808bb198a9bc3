// jax.random: keys, as the options of add_noise and noisy_sgd are. Nothing draws from them here.
#include "optaxx/random/prng_key.hpp"
#include "recipe/modules/table.hpp"
#include "recipe/options/convert.hpp"
#include "recipe/run/arguments.hpp"
#include "recipe/values/arrays.hpp"
#include "recipe/values/repr.hpp"
#include "recipe/values/tensors.hpp"

namespace optaxx::recipes {
namespace {

// That of JAX's default generator, which is the only one here.
void check_generator(const std::string& function, const argument* impl) {
  if (impl == nullptr || impl->given->get<none_t>() != nullptr) return;
  const auto* name = impl->given->get<std::string>();
  if (name != nullptr && *name == "threefry2x32") return;
  throw fault{impl->at,
              function + ": impl must be 'threefry2x32' here, got " + described(*impl->given)};
}

// The arguments of f(x, *, impl=None).
const argument& one_argument(const std::string& function, const std::string& parameter,
                             const call_site& site) {
  const auto chosen = match_arguments(function, site, {parameter, "impl"}, 1);
  if (chosen[1] != nullptr && chosen[1]->keyword.empty())
    throw fault{chosen[1]->at, function + ": impl is given by its name"};
  check_generator(function, chosen[1]);
  return *chosen[0];
}

prng_key key_of_words(const std::string& function, const argument& a, const call_site& site) {
  const value& v = *a.given;
  const std::string expected = function + ": the words of a key are a uint32 array of shape (2,)";
  if (!is_array(v) && !is_tensor(v)) throw fault{a.at, expected + ", got " + described(v)};
  const dtype type = is_array(v) ? type_of(*v.get<number_array>(), site.in.x64())
                                 : v.get<tensor>()->numbers->dtype();
  if (type != dtype::u32 || !(shape_of(v) == shape{2})) {
    throw fault{a.at, expected + ", got " + std::string(name_of(type)) + " " + shape_of(v).text()};
  }
  return prng_key(*v.get<tensor>()->numbers);
}

value key_of_seed(const std::string& name, const call_site& site) {
  const argument& seed = one_argument(name, "seed", site);
  if (seed.given->get<prng_key>() != nullptr)
    throw fault{seed.at, name + ": seed must be an integer, got " + described(*seed.given)};
  return placed(seed.at, [&] {
    return convert(*seed.given, {site.in, seed.at, name + ": seed"}, option_type<prng_key>{});
  });
}

value key_of(const call_site& site) { return key_of_seed("jax.random.key", site); }
value prng_key_of(const call_site& site) { return key_of_seed("jax.random.PRNGKey", site); }

value wrap_key_data_of(const call_site& site) {
  const std::string name = "jax.random.wrap_key_data";
  return key_of_words(name, one_argument(name, "key_bits_array", site), site);
}

value key_data_of(const call_site& site) {
  const std::string name = "jax.random.key_data";
  const argument& keys = *match_arguments(name, site, {"keys"}, 1)[0];
  const auto* given = keys.given->get<prng_key>();
  const prng_key key = given != nullptr ? *given : key_of_words(name, keys, site);
  return placed(site.at, [&] { return array_value(key.leaf().leaf(), false, site.in.arrays()); });
}

}  // namespace

void add_jax_random(known_names& names) {
  add_function(names, "jax.random.key", key_of);
  add_function(names, "jax.random.PRNGKey", prng_key_of);
  add_function(names, "jax.random.wrap_key_data", wrap_key_data_of);
  add_function(names, "jax.random.key_data", key_data_of);
}

}  // namespace optaxx::recipes
