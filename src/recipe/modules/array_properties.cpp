// What is asked of arrays, shapes and dtypes: ndim, shape, size, prod, iinfo, finfo.
#include <limits>

#include "recipe/modules/elementwise.hpp"
#include "recipe/modules/table.hpp"
#include "recipe/run/arguments.hpp"
#include "recipe/values/arithmetic.hpp"
#include "recipe/values/arrays.hpp"
#include "recipe/values/operand.hpp"
#include "recipe/values/repr.hpp"

namespace optaxx::recipes {
namespace {

// Of numbers, arrays, and lists of these in one another.
std::vector<value> shape_of(const value& v, const call_site& site) {
  site.in.spend(site.at);
  if (is_number(v)) return {};
  if (const auto* s = v.get<sequence>()) {
    std::vector<value> shape{static_cast<std::int64_t>(s->items().size())};
    if (s->items().empty()) return shape;
    const std::vector<value> inner = shape_of(s->items()[0], site);
    shape.insert(shape.end(), inner.begin(), inner.end());
    return shape;
  }
  const auto shape = site.in.find_attribute(v, "shape", site.at);
  if (!shape || shape->get<sequence>() == nullptr)
    throw fault{site.at, "expected an array, got " + described(v)};
  return shape->get<sequence>()->items();
}

const value& array_argument(const char* name, const call_site& site) {
  return *match_arguments(name, site, {"a"}, 1)[0]->given;
}

value ndim_of(const call_site& site) {
  return static_cast<std::int64_t>(shape_of(array_argument("ndim", site), site).size());
}
value shape_function(const call_site& site) {
  return make_sequence(true, shape_of(array_argument("shape", site), site));
}

// The product of Python's numbers, one after the other.
value product_of(value product, const value& v, const call_site& site) {
  site.in.spend(site.at);
  const bool listed = v.get<sequence>() != nullptr || is_array(v);
  if (!listed && !is_number(v)) throw fault{site.at, "expected a number, got " + described(v)};
  if (!listed) return placed(site.at, [&] { return binary("*", product, v, site.in.x64()); });
  for (const value& item : site.in.iterate(v, site.at)) product = product_of(product, item, site);
  return product;
}
value size_of(const call_site& site) {
  const value shape = make_sequence(true, shape_of(array_argument("size", site), site));
  return product_of(std::int64_t{1}, shape, site);
}

value numpy_product(const call_site& site) {
  const argument& a = *match_arguments("np.prod", site, {"a"}, 1)[0];
  const auto* s = a.given->get<sequence>();
  if (s != nullptr && s->items().empty()) return 1.0;
  return product_of(std::int64_t{1}, *a.given, site);
}
value math_product(const call_site& site) {
  const auto chosen = match_arguments("math.prod", site, {"iterable", "start"}, 1);
  value product = chosen[1] == nullptr ? value(std::int64_t{1}) : *chosen[1]->given;
  return product_of(product, make_sequence(true, site.in.iterate(*chosen[0]->given, site.at)),
                    site);
}

// ---- what numbers a type has

dtype type_argument(const char* name, const call_site& site) {
  const argument& a = *match_arguments(name, site, {"dtype"}, 1)[0];
  return convert(*a.given, {site.in, a.at, name}, option_type<dtype>{});
}

template <class T>
value integer_limits(dtype type) {
  return make_dictionary({{make_string("bits"), std::int64_t{8 * sizeof(T)}},
                          {make_string("dtype"), type},
                          {make_string("max"), std::int64_t{std::numeric_limits<T>::max()}},
                          {make_string("min"), std::int64_t{std::numeric_limits<T>::min()}}},
                         true);
}

value iinfo_of(const call_site& site) {
  const dtype type = type_argument("iinfo", site);
  if (type == dtype::i32) return integer_limits<std::int32_t>(type);
  if (type == dtype::i64) return integer_limits<std::int64_t>(type);
  if (type == dtype::u32) return integer_limits<std::uint32_t>(type);
  throw fault{site.at, "iinfo: expected a type of integers, got " + described(type)};
}

struct float_limits {
  int bits;
  double eps;
  double smallest_normal;
  double smallest_subnormal;
};

value finfo_of(const call_site& site) {
  const dtype type = type_argument("finfo", site);
  if (!is_float(type))
    throw fault{site.at, "finfo: expected a type of floats, got " + described(type)};
  const float_limits limits = type == dtype::bf16  ? float_limits{16, 0x1p-7, 0x1p-126, 0x1p-133}
                              : type == dtype::f16 ? float_limits{16, 0x1p-10, 0x1p-14, 0x1p-24}
                              : type == dtype::f32
                                  ? float_limits{32, 0x1p-23, 0x1p-126, 0x1p-149}
                                  : float_limits{64, 0x1p-52, 0x1p-1022, 0x1p-1074};
  const auto number = [&](double v) {
    return type == dtype::f64 ? value(v) : value(jax_scalar{v, type, false});
  };
  return make_dictionary({{make_string("bits"), std::int64_t{limits.bits}},
                          {make_string("dtype"), type},
                          {make_string("eps"), number(limits.eps)},
                          {make_string("max"), number(largest_of(type))},
                          {make_string("min"), number(-largest_of(type))},
                          {make_string("smallest_normal"), number(limits.smallest_normal)},
                          {make_string("smallest_subnormal"), number(limits.smallest_subnormal)},
                          {make_string("tiny"), number(limits.smallest_normal)}},
                         true);
}

}  // namespace

void add_array_properties(known_names& names) {
  for (const std::string module : {"jnp.", "np."}) {
    add_function(names, module + "ndim", ndim_of);
    add_function(names, module + "shape", shape_function);
    add_function(names, module + "size", size_of);
    add_function(names, module + "iinfo", iinfo_of);
    add_function(names, module + "finfo", finfo_of);
  }
  add_function(names, "np.prod", numpy_product);
  add_function(names, "math.prod", math_product);
}

}  // namespace optaxx::recipes
