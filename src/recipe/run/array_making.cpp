// jnp's functions that make arrays.
#include <utility>

#include "core/element.hpp"
#include "core/forever.hpp"
#include "recipe/run/arguments.hpp"
#include "recipe/run/array_functions.hpp"
#include "recipe/run/interpreter.hpp"
#include "recipe/values/arithmetic.hpp"
#include "recipe/values/arrays.hpp"
#include "recipe/values/repr.hpp"
#include "recipe/values/tensors.hpp"

namespace optaxx::recipes {
namespace {

std::optional<dtype> type_argument(const call_site& site, const argument* a,
                                   const std::string& name) {
  if (a == nullptr || a->given->get<none_t>() != nullptr) return std::nullopt;
  return convert(*a->given, {site.in, a->at, name + ": dtype"}, option_type<dtype>{});
}

// An array of one number, of a shape that arrays of this run may have.
value filled(const call_site& site, const value& number, const shape& s) {
  return placed(site.at, [&]() -> value {
    const value one = as_array(number, site.in.x64());
    if (s.rank() == 0) return one;
    const jax_scalar& n = *one.get<jax_scalar>();
    return array_value(full_array(n.type, s, n.value, site.in.arrays()), n.weak, site.in.arrays());
  });
}

}  // namespace

value array_of_shape(const std::string& name, std::int64_t number, const call_site& site) {
  const auto chosen = match_arguments(name, site, {"shape", "dtype"}, 1);
  const std::vector<std::int64_t> extents = shape_argument(site, *chosen[0]);
  const dtype type =
      type_argument(site, chosen[1], name).value_or(site.in.x64() ? dtype::f64 : dtype::f32);
  const value one = placed(site.at, [&] { return cast(number, type, site.in.x64()); });
  return filled(site, one, placed(site.at, [&] { return shape(extents.begin(), extents.end()); }));
}

namespace {

value full_of(const call_site& site) {
  const auto chosen = match_arguments("jnp.full", site, {"shape", "fill_value", "dtype"}, 2);
  const std::vector<std::int64_t> extents = shape_argument(site, *chosen[0]);
  value number = *chosen[1]->given;
  if (const auto type = type_argument(site, chosen[2], "jnp.full"))
    number = placed(site.at, [&] { return cast(number, *type, site.in.x64()); });
  return filled(site, number,
                placed(site.at, [&] { return shape(extents.begin(), extents.end()); }));
}

value like(const call_site& site, const std::string& name, const argument& a, const value& number,
           const argument* type_given, const argument* shape_given) {
  const value array = array_argument(site, a);
  return placed(site.at, [&]() -> value {
    const operand own = type_of_operand(array, site.in.x64());
    const auto type = type_argument(site, type_given, name);
    value one = cast(number, type.value_or(own.type), site.in.x64());
    if (!type) std::get<jax_scalar>(one.data).weak = own.weak;
    if (shape_given == nullptr || shape_given->given->get<none_t>() != nullptr)
      return filled(site, one, shape_of(array));
    const std::vector<std::int64_t> extents = shape_argument(site, *shape_given);
    return filled(site, one, shape(extents.begin(), extents.end()));
  });
}

template <int Number>
value like_of(const call_site& site) {
  const std::string name = Number == 0 ? "jnp.zeros_like" : "jnp.ones_like";
  const auto chosen = match_arguments(name, site, {"a", "dtype", "shape"}, 1);
  return like(site, name, *chosen[0], std::int64_t{Number}, chosen[1], chosen[2]);
}

value full_like_of(const call_site& site) {
  const std::string name = "jnp.full_like";
  const auto chosen = match_arguments(name, site, {"a", "fill_value", "dtype", "shape"}, 2);
  const value& number = *chosen[1]->given;
  if (!is_number(number)) throw fault{chosen[1]->at, name + ": fill_value must be a number"};
  return like(site, name, *chosen[0], number, chosen[2], chosen[3]);
}

// Of ints, int32 unless told otherwise.
value arange_of(const call_site& site) {
  const std::string name = "jnp.arange";
  const auto chosen = match_arguments(name, site, {"start", "stop", "step", "dtype"}, 1);
  const auto given = [&](std::size_t i, const char* parameter, std::int64_t otherwise) {
    if (chosen[i] == nullptr || chosen[i]->given->get<none_t>() != nullptr) return otherwise;
    return convert(*chosen[i]->given, {site.in, chosen[i]->at, name + ": " + parameter},
                   option_type<std::int64_t>{});
  };
  constexpr std::int64_t largest = std::int64_t{1} << 31;
  const bool from_zero = chosen[1] == nullptr || chosen[1]->given->get<none_t>() != nullptr;
  const std::int64_t start = from_zero ? 0 : given(0, "start", 0);
  const std::int64_t stop = given(from_zero ? 0 : 1, "stop", 0);
  const std::int64_t step = given(2, "step", 1);
  for (const std::int64_t n : {start, stop, step})
    if (n < -largest || n > largest) throw fault{site.at, name + ": a number that is no int32"};
  if (step == 0) throw fault{site.at, name + ": a step of 0"};
  const std::int64_t way = step > 0 ? stop - start : start - stop;
  const std::int64_t by = step > 0 ? step : -step;
  const std::int64_t count = way <= 0 ? 0 : (way + by - 1) / by;
  const dtype type =
      type_argument(site, chosen[3], name).value_or(site.in.x64() ? dtype::i64 : dtype::i32);
  return placed(site.at, [&] {
    array numbers = new_array(type, {count}, site.in.arrays());
    for (std::int64_t i = 0; i < count; ++i)
      optaxx::detail::store_element(type, numbers.mutable_data(), static_cast<std::size_t>(i),
                                    static_cast<double>(start + i * step));
    return array_value(std::move(numbers), false, site.in.arrays());
  });
}

}  // namespace

const array_functions& functions_that_make() {
  static const array_functions& all = detail::forever(array_functions{
      {"arange", arange_of},
      {"full", full_of},
      {"zeros_like", like_of<0>},
      {"ones_like", like_of<1>},
      {"full_like", full_like_of},
  });
  return all;
}

}  // namespace optaxx::recipes
