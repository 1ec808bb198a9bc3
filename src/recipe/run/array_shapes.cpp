// jnp's functions of shapes, and the methods of arrays.
#include <algorithm>
#include <numeric>

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

// A number or array as one with axes of its own, also if it has none.
tensor with_axes(const call_site& site, const value& v) {
  if (const auto* t = v.get<tensor>()) return *t;
  const array_operand a = array_of(v, site.in.x64());
  return {a.numbers, site.in.arrays(), a.weak};
}

std::int64_t int_argument(const call_site& site, const argument& a, const char* name) {
  return convert(*a.given, {site.in, a.at, name}, option_type<std::int64_t>{});
}

// An axis of so many, counted from the end if it is negative.
std::size_t axis_argument(const call_site& site, const argument* a, std::size_t axes,
                          const char* name) {
  const std::int64_t axis = a == nullptr ? 0 : int_argument(site, *a, name);
  const auto n = static_cast<std::int64_t>(axes);
  if (axis < -n || axis >= n)
    throw fault{a == nullptr ? site.at : a->at, std::string(name) + ": there is no such axis"};
  return static_cast<std::size_t>(axis < 0 ? axis + n : axis);
}

// reshape(a, (2, 3)), x.reshape(2, 3)
value reshape_of(const call_site& site) {
  if (site.arguments.empty()) throw fault{site.at, "reshape needs an array and a shape"};
  const value a = array_argument(site, site.arguments[0]);
  std::vector<std::int64_t> extents;
  for (std::size_t i = 1; i < site.arguments.size(); ++i) {
    const argument& part = site.arguments[i];
    if (!part.keyword.empty() && part.keyword != "shape" && part.keyword != "newshape")
      throw fault{part.at, "reshape has no argument '" + part.keyword + "' here"};
    for (const std::int64_t extent : shape_argument(site, part)) extents.push_back(extent);
  }
  return placed(site.at, [&] { return reshaped(with_axes(site, a), extents); });
}

value ravel_of(const call_site& site) {
  const value a = array_argument(site, *match_arguments("jnp.ravel", site, {"a"}, 1)[0]);
  return placed(site.at, [&] { return reshaped(with_axes(site, a), {-1}); });
}

value transpose_of(const call_site& site) {
  const auto chosen = match_arguments("jnp.transpose", site, {"a", "axes"}, 1);
  const tensor t = with_axes(site, array_argument(site, *chosen[0]));
  const std::size_t rank = t.numbers->shape().rank();
  std::vector<std::size_t> axes(rank);
  std::iota(axes.rbegin(), axes.rend(), std::size_t{0});
  if (chosen[1] != nullptr && chosen[1]->given->get<none_t>() == nullptr) {
    const std::vector<std::int64_t> given = shape_argument(site, *chosen[1]);
    std::vector<bool> seen(rank, false);
    axes.clear();
    for (const std::int64_t axis : given) {
      const auto i =
          static_cast<std::size_t>(axis < 0 ? axis + static_cast<std::int64_t>(rank) : axis);
      if (i >= rank || seen[i]) throw fault{chosen[1]->at, "jnp.transpose: these are not its axes"};
      seen[i] = true;
      axes.push_back(i);
    }
    if (axes.size() != rank) throw fault{chosen[1]->at, "jnp.transpose: these are not its axes"};
  }
  return placed(site.at, [&] { return transposed(t, axes); });
}

value squeeze_of(const call_site& site) {
  const auto chosen = match_arguments("jnp.squeeze", site, {"a", "axis"}, 1);
  const tensor t = with_axes(site, array_argument(site, *chosen[0]));
  const shape& s = t.numbers->shape();
  const bool named = chosen[1] != nullptr && chosen[1]->given->get<none_t>() == nullptr;
  return placed(site.at, [&] {
    const std::vector<bool> axes = chosen_axes(named ? *chosen[1]->given : value(none), s.rank());
    std::vector<std::int64_t> extents;
    for (std::size_t axis = 0; axis < s.rank(); ++axis) {
      if (named && axes[axis] && s[axis] != 1)
        throw std::invalid_argument("an axis of more than one number cannot go");
      if (!axes[axis] || s[axis] != 1) extents.push_back(s[axis]);
    }
    return reshaped(t, extents);
  });
}

value expand_dims_of(const call_site& site) {
  const auto chosen = match_arguments("jnp.expand_dims", site, {"a", "axis"}, 2);
  const tensor t = with_axes(site, array_argument(site, *chosen[0]));
  const shape& s = t.numbers->shape();
  const std::size_t axis = axis_argument(site, chosen[1], s.rank() + 1, "jnp.expand_dims: axis");
  std::vector<std::int64_t> extents(s.begin(), s.end());
  extents.insert(extents.begin() + static_cast<long>(axis), 1);
  return placed(site.at, [&] { return reshaped(t, extents); });
}

value broadcast_to_of(const call_site& site) {
  const auto chosen = match_arguments("jnp.broadcast_to", site, {"array", "shape"}, 2);
  const tensor t = with_axes(site, array_argument(site, *chosen[0]));
  const std::vector<std::int64_t> extents = shape_argument(site, *chosen[1]);
  return placed(site.at, [&] {
    const shape s(extents.begin(), extents.end());
    if (!(broadcast(t.numbers->shape(), s) == s)) {
      throw std::invalid_argument("an array of shape " + t.numbers->shape().text() +
                                  " does not go into " + s.text());
    }
    if (t.numbers->size() == 1) {
      return array_value(full_array(t.numbers->dtype(), s, t.numbers->item(), t.allowance), t.weak,
                         t.allowance);
    }
    new_array(t.numbers->dtype(), s, t.allowance);
    return array_value(array(*broadcast_to(t.numbers, s)), t.weak, t.allowance);
  });
}

// The arrays of a list, each of them changed by f.
template <class F>
value joined(const call_site& site, const argument& list, const F& f,
             const std::function<std::size_t(std::size_t)>& axis_of) {
  std::vector<value> parts;
  for (const value& item : site.in.iterate(*list.given, list.at))
    parts.push_back(f(
        with_axes(site, array_argument(site, {{}, std::make_shared<const value>(item), list.at}))));
  if (parts.empty()) throw fault{list.at, "there are no arrays to put together"};
  return placed(site.at, [&] {
    return concatenated(parts, axis_of(shape_of(parts[0]).rank()), site.in.x64());
  });
}

value concatenate_of(const call_site& site) {
  const auto chosen = match_arguments("jnp.concatenate", site, {"arrays", "axis"}, 1);
  return joined(
      site, *chosen[0], [](const tensor& t) -> value { return t; },
      [&](std::size_t rank) {
        return axis_argument(site, chosen[1], rank, "jnp.concatenate: axis");
      });
}

value stack_of(const call_site& site) {
  const auto chosen = match_arguments("jnp.stack", site, {"arrays", "axis"}, 1);
  const auto with_new_axis = [&](const tensor& t) {
    const shape& s = t.numbers->shape();
    const std::size_t axis = axis_argument(site, chosen[1], s.rank() + 1, "jnp.stack: axis");
    std::vector<std::int64_t> extents(s.begin(), s.end());
    extents.insert(extents.begin() + static_cast<long>(axis), 1);
    return reshaped(t, extents);
  };
  return joined(site, *chosen[0], with_new_axis, [&](std::size_t rank) {
    return axis_argument(site, chosen[1], rank, "jnp.stack: axis");
  });
}

// ---- methods

// x.f(...) is jnp.f(x, ...).
template <const array_functions& (*Of)()>
value called(const char* name, const value& self, const call_site& site) {
  std::vector<argument> all{{{}, std::make_shared<const value>(self), site.at}};
  all.insert(all.end(), site.arguments.begin(), site.arguments.end());
  return Of().find(name)->second({site.in, site.at, all});
}

value item_method(const value& self, const call_site& site) {
  match_arguments("item", site, {}, 0);
  if (const auto* t = self.get<tensor>()) {
    const array& a = *t->numbers;
    if (a.size() != 1) throw fault{site.at, "'item' of an array of " + std::to_string(a.size())};
    if (is_int(a.dtype())) return static_cast<std::int64_t>(a.item());
    return a.dtype() == dtype::boolean ? value(a.item() != 0) : value(a.item());
  }
  const operand o = operand_of(self, site.in.x64());
  if (is_int(o.type)) return static_cast<std::int64_t>(o.value);
  return o.type == dtype::boolean ? value(o.value != 0) : value(o.value);
}

value itself(const value& self, const call_site& site) {
  match_arguments("copy", site, {}, 0);
  return self;
}

}  // namespace

value array_argument(const call_site& site, const argument& a) {
  const value& v = *a.given;
  if (is_tensor(v) || is_number(v)) return v;
  if (is_array(v)) return jax_array(v);
  if (v.get<sequence>() == nullptr) throw fault{a.at, "expected an array, got " + described(v)};
  const std::vector<value> items = site.in.iterate(v, a.at);
  const bool numbers = !items.empty() && std::all_of(items.begin(), items.end(), is_number);
  if (numbers) return placed(a.at, [&] { return make_array(items, true, site.in.x64()); });
  return stack_of({site.in, a.at, {{{}, std::make_shared<const value>(v), a.at}}});
}

std::vector<std::int64_t> shape_argument(const call_site& site, const argument& a) {
  const auto extent = [&](const value& v) {
    if (const auto* i = v.get<std::int64_t>()) return *i;
    throw fault{a.at, "a shape is made of ints, got " + described(v)};
  };
  if (a.given->get<std::int64_t>() != nullptr) return {extent(*a.given)};
  std::vector<std::int64_t> extents;
  for (const value& v : site.in.iterate(*a.given, a.at)) extents.push_back(extent(v));
  if (extents.size() > shape::max_rank) throw fault{a.at, "an array has at most 8 axes"};
  return extents;
}

const array_functions& functions_of_shapes() {
  static const array_functions& all = detail::forever(array_functions{
      {"reshape", reshape_of},
      {"ravel", ravel_of},
      {"transpose", transpose_of},
      {"squeeze", squeeze_of},
      {"expand_dims", expand_dims_of},
      {"broadcast_to", broadcast_to_of},
      {"concatenate", concatenate_of},
      {"stack", stack_of},
  });
  return all;
}

#define OPTAXX_METHOD(name, of)                                                                 \
  {                                                                                             \
    name, [](const value& self, const call_site& site) { return called<of>(name, self, site); } \
  }
const methods& array_methods() {
  static const methods& all = detail::forever(methods{
      OPTAXX_METHOD("sum", functions_along_axes),
      OPTAXX_METHOD("mean", functions_along_axes),
      OPTAXX_METHOD("max", functions_along_axes),
      OPTAXX_METHOD("min", functions_along_axes),
      OPTAXX_METHOD("prod", functions_along_axes),
      OPTAXX_METHOD("any", functions_along_axes),
      OPTAXX_METHOD("all", functions_along_axes),
      OPTAXX_METHOD("var", functions_along_axes),
      OPTAXX_METHOD("std", functions_along_axes),
      OPTAXX_METHOD("dot", functions_along_axes),
      OPTAXX_METHOD("reshape", functions_of_shapes),
      OPTAXX_METHOD("ravel", functions_of_shapes),
      OPTAXX_METHOD("transpose", functions_of_shapes),
      OPTAXX_METHOD("squeeze", functions_of_shapes),
      {"flatten",
       [](const value& self, const call_site& site) {
         return called<functions_of_shapes>("ravel", self, site);
       }},
      {"item", item_method},
      {"copy", itself},
  });
  return all;
}
#undef OPTAXX_METHOD

}  // namespace optaxx::recipes
