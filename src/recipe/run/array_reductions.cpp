// jnp's functions along axes.
#include <limits>

#include "core/forever.hpp"
#include "recipe/run/arguments.hpp"
#include "recipe/run/array_functions.hpp"
#include "recipe/run/interpreter.hpp"
#include "recipe/values/arithmetic.hpp"
#include "recipe/values/repr.hpp"
#include "recipe/values/tensors.hpp"

namespace optaxx::recipes {
namespace {

// What is asked of an array along its axes.
struct question {
  value array;
  std::vector<bool> axes;
  bool keepdims = false;
  std::optional<dtype> type;
};

bool is_given(const argument* a) { return a != nullptr && a->given->get<none_t>() == nullptr; }

question question_of(const std::string& name, const call_site& site, bool typed) {
  std::vector<std::string> parameters{"a", "axis", "dtype", "out", "keepdims"};
  if (!typed) parameters.erase(parameters.begin() + 2);
  const auto chosen = match_arguments(name, site, parameters, 1);
  question q{array_argument(site, *chosen[0]), {}, false, {}};
  const value axis = chosen[1] == nullptr ? value(none) : *chosen[1]->given;
  q.axes = placed(site.at, [&] { return chosen_axes(axis, shape_of(q.array).rank()); });
  if (typed && is_given(chosen[2])) {
    q.type = convert(*chosen[2]->given, {site.in, chosen[2]->at, name + ": dtype"},
                     option_type<dtype>{});
  }
  if (const argument* a = chosen.back()) {
    q.keepdims = convert(*a->given, {site.in, a->at, name + ": keepdims"}, option_type<bool>{});
  }
  return q;
}

value answer(reduction what, const question& q, const call_site& site) {
  return placed(site.at,
                [&] { return reduced(what, q.array, q.axes, q.keepdims, q.type, site.in.x64()); });
}

template <reduction What>
value along_axes(const call_site& site) {
  constexpr const char* names[] = {"sum", "mean", "max", "min", "prod", "any", "all"};
  constexpr bool typed =
      What == reduction::sum || What == reduction::mean || What == reduction::prod;
  const std::string name = std::string("jnp.") + names[static_cast<std::size_t>(What)];
  return answer(What, question_of(name, site, typed), site);
}

// The mean of the squared distances from the mean; below float32 it is computed in float32.
value variance(const std::string& name, const call_site& site) {
  const auto chosen =
      match_arguments(name, site, {"a", "axis", "dtype", "out", "ddof", "keepdims"}, 1);
  std::vector<argument> others;
  for (const std::size_t i : {0U, 1U, 2U, 5U}) {
    if (chosen[i] == nullptr) continue;
    constexpr const char* names[] = {"a", "axis", "dtype", "", "", "keepdims"};
    others.push_back({names[i], chosen[i]->given, chosen[i]->at});
  }
  question q = question_of(name, {site.in, site.at, others}, true);
  const bool x64 = site.in.x64();
  return placed(site.at, [&]() -> value {
    const dtype own = as_float({0, type_of_operand(q.array, x64).type, false}).type;
    const dtype type = q.type.value_or(own);
    const dtype in = is_narrow(type) ? dtype::f32 : type;
    const value a = cast(q.array, in, x64);
    const value mean = reduced(reduction::mean, a, q.axes, true, in, x64);
    const value centered = binary("-", a, mean, x64);
    const value squares = binary("*", centered, centered, x64);
    const value sum = reduced(reduction::sum, squares, q.axes, q.keepdims, in, x64);
    const shape s = shape_of(q.array);
    double n = 1;
    for (std::size_t axis = 0; axis < s.rank(); ++axis)
      n *= q.axes[axis] ? static_cast<double>(s[axis]) : 1;
    if (chosen[4] != nullptr) {
      n -= convert(*chosen[4]->given, {site.in, chosen[4]->at, name + ": ddof"},
                   option_type<double>{});
    }
    return cast(binary("/", sum, jax_scalar{n, in, false}, x64), type, x64);
  });
}

value var_of(const call_site& site) { return variance("jnp.var", site); }
value std_of(const call_site& site) {
  return (*find_unary("sqrt"))(variance("jnp.std", site), site.in.x64());
}

// The root of the sum of squares; of one axis also the sum or the largest of absolute values.
value norm_of(const call_site& site) {
  const std::string name = "jnp.linalg.norm";
  const auto chosen = match_arguments(name, site, {"x", "ord", "axis", "keepdims"}, 1);
  std::vector<argument> others;
  for (const auto& [i, keyword] : {std::pair{0U, "a"}, {2U, "axis"}, {3U, "keepdims"}}) {
    if (chosen[i] != nullptr) others.push_back({keyword, chosen[i]->given, chosen[i]->at});
  }
  const question q = question_of(name, {site.in, site.at, others}, false);
  const bool x64 = site.in.x64();
  std::size_t axes = 0;
  for (const bool chosen_axis : q.axes) axes += chosen_axis ? 1 : 0;
  const bool euclidean = [&] {
    if (!is_given(chosen[1])) return true;
    const value& ord = *chosen[1]->given;
    return (axes == 1 && same(ord, std::int64_t{2})) ||
           (axes == 2 && (same(ord, make_string("fro")) || same(ord, make_string("f"))));
  }();
  return placed(site.at, [&]() -> value {
    const dtype type = as_float({0, type_of_operand(q.array, x64).type, false}).type;
    const value x = cast(q.array, type, x64);
    if (euclidean) {
      const value squares = binary("*", x, x, x64);
      const value sum = reduced(reduction::sum, squares, q.axes, q.keepdims, {}, x64);
      return (*find_unary("sqrt"))(sum, x64);
    }
    const value& ord = *chosen[1]->given;
    const value sizes = (*find_unary("abs"))(x, x64);
    if (axes == 1 && same(ord, std::int64_t{1}))
      return reduced(reduction::sum, sizes, q.axes, q.keepdims, {}, x64);
    if (axes == 1 && same(ord, std::numeric_limits<double>::infinity()))
      return reduced(reduction::max, sizes, q.axes, q.keepdims, {}, x64);
    throw fault{chosen[1]->at, name + ": this norm is not known here"};
  });
}

// The sum of the products of all numbers.
value vdot_of(const call_site& site) {
  const auto chosen = match_arguments("jnp.vdot", site, {"a", "b"}, 2);
  const value a = array_argument(site, *chosen[0]);
  const value b = array_argument(site, *chosen[1]);
  const bool x64 = site.in.x64();
  return placed(site.at, [&] {
    if (!(shape_of(a) == shape_of(b))) {
      throw std::invalid_argument("the arrays have the shapes " + shape_of(a).text() + " and " +
                                  shape_of(b).text());
    }
    const value products = binary("*", a, b, x64);
    const std::vector<bool> all(shape_of(products).rank(), true);
    return reduced(reduction::sum, products, all, false, {}, x64);
  });
}

value dot_of(const call_site& site) {
  for (const argument& a : site.arguments) {
    if (shape_of(array_argument(site, a)).rank() > 1)
      throw fault{a.at, "products of matrices are not known here"};
  }
  return vdot_of(site);
}

}  // namespace

const array_functions& functions_along_axes() {
  static const array_functions& all = detail::forever(array_functions{
      {"sum", along_axes<reduction::sum>},
      {"mean", along_axes<reduction::mean>},
      {"max", along_axes<reduction::max>},
      {"amax", along_axes<reduction::max>},
      {"min", along_axes<reduction::min>},
      {"amin", along_axes<reduction::min>},
      {"prod", along_axes<reduction::prod>},
      {"any", along_axes<reduction::any>},
      {"all", along_axes<reduction::all>},
      {"var", var_of},
      {"std", std_of},
      {"linalg.norm", norm_of},
      {"vdot", vdot_of},
      {"dot", dot_of},
      {"inner", dot_of},
  });
  return all;
}

}  // namespace optaxx::recipes
