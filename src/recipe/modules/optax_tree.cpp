// optax.tree: trees of numbers, and of the parameters as masks see them.
#include <limits>
#include <numeric>

#include "recipe/modules/elementwise.hpp"
#include "recipe/modules/table.hpp"
#include "recipe/run/arguments.hpp"
#include "recipe/run/tree_map.hpp"
#include "recipe/values/operand.hpp"
#include "recipe/values/tensors.hpp"

namespace optaxx::recipes {
namespace {

std::vector<value> leaves_of(const call_site& site, const value& tree) {
  std::vector<value> leaves;
  map_tree(site, {tree}, [&](const key_path&, std::vector<value> parts) {
    leaves.push_back(std::move(parts[0]));
    return value(none);
  });
  return leaves;
}

// A tree of f of the numbers of trees.
template <class F>
value map_numbers(const call_site& site, const std::vector<value>& trees, const F& f) {
  return map_tree(site, trees, [&](const key_path&, std::vector<value> parts) {
    for (const value& part : parts) site.in.spend(site.at, part.size().weight);
    return placed(site.at, [&]() -> value { return f(parts); });
  });
}

value add_of(const call_site& site) {
  std::vector<argument> first;
  std::vector<value> others;
  for (const argument& a : site.arguments) {
    const bool named = !a.keyword.empty() || first.size() < 2;
    if (named) first.push_back(a);
    if (!named) others.push_back(*a.given);
  }
  const auto chosen =
      match_arguments("optax.tree.add", {site.in, site.at, first}, {"tree_x", "tree_y"}, 2);
  std::vector<value> trees{*chosen[0]->given, *chosen[1]->given};
  trees.insert(trees.end(), others.begin(), others.end());
  return map_numbers(site, trees, [&](const std::vector<value>& parts) {
    return std::accumulate(
        parts.begin(), parts.end(), value(std::int64_t{0}),
        [&](const value& a, const value& b) { return binary("+", a, b, site.in.x64()); });
  });
}

value combined(const std::string& name, const char* op, const call_site& site) {
  const auto chosen = match_arguments(name, site, {"tree_x", "tree_y"}, 2);
  return map_numbers(site, {*chosen[0]->given, *chosen[1]->given},
                     [&](const std::vector<value>& parts) {
                       return binary(op, parts[0], parts[1], site.in.x64());
                     });
}

value scale_of(const call_site& site) {
  const auto chosen = match_arguments("optax.tree.scale", site, {"scalar", "tree"}, 2);
  const value& scalar = *chosen[0]->given;
  return map_numbers(site, {*chosen[1]->given}, [&](const std::vector<value>& parts) {
    return binary("*", scalar, parts[0], site.in.x64());
  });
}

value add_scale_of(const call_site& site) {
  const auto chosen =
      match_arguments("optax.tree.add_scale", site, {"tree_x", "scalar", "tree_y"}, 3);
  const bool x64 = site.in.x64();
  const value& given = *chosen[1]->given;
  const value scalar = placed(chosen[1]->at, [&] {
    return given.get<jax_scalar>() != nullptr || is_array(given) ? given : as_array(given, x64);
  });
  return map_numbers(site, {*chosen[0]->given, *chosen[2]->given},
                     [&](const std::vector<value>& parts) {
                       return binary("+", parts[0], binary("*", scalar, parts[1], x64), x64);
                     });
}

value where_of(const call_site& site) {
  const auto chosen =
      match_arguments("optax.tree.where", site, {"condition", "tree_x", "tree_y"}, 3);
  const value& condition = *chosen[0]->given;
  return map_numbers(site, {*chosen[1]->given, *chosen[2]->given},
                     [&](const std::vector<value>& parts) {
                       return where(condition, parts[0], parts[1], site.in.x64());
                     });
}

// ---- one number of all leaves

// jnp.sum, jnp.max, jnp.min: strong, and bools are counted.
value of_leaf(reduction what, const value& leaf, bool x64) {
  if (is_tensor(leaf)) {
    const std::vector<bool> all(shape_of(leaf).rank(), true);
    return reduced(what, leaf, all, false, {}, x64);
  }
  const auto both = [&](const value& a, const value& b) {
    if (what == reduction::sum) return binary("+", a, b, x64);
    return (*find_binary(what == reduction::max ? "maximum" : "minimum"))(a, b, x64);
  };
  if (const auto* a = leaf.get<number_array>()) {
    value result = of_leaf(what, number_at(*a, 0, x64), x64);
    for (std::size_t i = 1; i < a->items->size(); ++i) result = both(result, number_at(*a, i, x64));
    return result;
  }
  const operand o = operand_of(leaf, x64);
  const bool whole = what == reduction::sum && !is_float(o.type);
  return cast(leaf, whole ? dtype::i64 : o.type, x64);
}

// XLA adds up 31 floats one after the other, and more of them, or any of 16 bits, otherwise.
void check_order(const value& leaf, const call_site& site) {
  constexpr std::size_t longest = 31;
  const auto* a = leaf.get<number_array>();
  if (a == nullptr) return;
  const dtype type = type_of(*a, site.in.x64());
  if (a->items->size() > longest && is_float(type))
    throw fault{site.at, "optax.tree.sum: more than 31 floats of an array have no order here"};
  if (a->items->size() > 1 && is_narrow(type))
    throw fault{site.at, "optax.tree.sum of an array of 16-bit numbers is not known here"};
}

value sum_of(const call_site& site) {
  const auto chosen = match_arguments("optax.tree.sum", site, {"tree"}, 1);
  const bool x64 = site.in.x64();
  value sum = std::int64_t{0};
  for (const value& leaf : leaves_of(site, *chosen[0]->given)) {
    site.in.spend(site.at, leaf.size().weight);
    check_order(leaf, site);
    sum =
        placed(site.at, [&] { return binary("+", sum, of_leaf(reduction::sum, leaf, x64), x64); });
  }
  return sum;
}

template <bool Larger>
value extreme_of(const call_site& site) {
  const std::string name = Larger ? "max" : "min";
  const auto chosen = match_arguments("optax.tree." + name, site, {"tree"}, 1);
  const bool x64 = site.in.x64();
  const auto further = *find_binary(name + "imum");
  constexpr reduction what = Larger ? reduction::max : reduction::min;
  constexpr double infinity = std::numeric_limits<double>::infinity();
  value result = Larger ? -infinity : infinity;
  for (const value& leaf : leaves_of(site, *chosen[0]->given)) {
    site.in.spend(site.at, leaf.size().weight);
    if (is_tensor(leaf) && shape_of(leaf).elements() == 0) continue;
    result = placed(site.at, [&] { return further(result, of_leaf(what, leaf, x64), x64); });
  }
  return result;
}

value size_of(const call_site& site) {
  const auto chosen = match_arguments("optax.tree.size", site, {"tree"}, 1);
  std::int64_t size = 0;
  for (const value& leaf : leaves_of(site, *chosen[0]->given)) {
    const auto* info = leaf.get<array_info>();
    const auto* a = leaf.get<number_array>();
    size += info != nullptr   ? static_cast<std::int64_t>(info->shape.elements())
            : is_tensor(leaf) ? static_cast<std::int64_t>(shape_of(leaf).elements())
            : a != nullptr    ? static_cast<std::int64_t>(a->items->size())
                              : 1;
  }
  return size;
}

dtype type_of_leaf(const value& leaf, bool x64) {
  if (const auto* info = leaf.get<array_info>()) return info->type;
  if (const auto* a = leaf.get<number_array>()) return operand_of(number_at(*a, 0, x64), x64).type;
  if (const auto* t = leaf.get<tensor>()) return t->numbers->dtype();
  return operand_of(leaf, x64).type;
}

value dtype_of_tree(const call_site& site) {
  const auto chosen = match_arguments("optax.tree.dtype", site, {"tree"}, 1);
  const bool x64 = site.in.x64();
  std::optional<dtype> type;
  for (const value& leaf : leaves_of(site, *chosen[0]->given)) {
    const dtype other = placed(site.at, [&] { return type_of_leaf(leaf, x64); });
    if (type && *type != other) {
      throw fault{site.at, "optax.tree.dtype: there are leaves of " + std::string(name_of(*type)) +
                               " and of " + std::string(name_of(other))};
    }
    type = other;
  }
  return type.value_or(x64 ? dtype::f64 : dtype::f32);
}

// ---- trees of one number

// A number of the leaf's type, or of another one. Of the parameters there are shapes and types, and
// no arrays that could hold it.
value full_leaf(const value& leaf, const value& fill, const std::optional<dtype>& type, bool x64) {
  if (leaf.get<array_info>() != nullptr)
    throw std::invalid_argument("the parameters have shapes here and no values");
  if (const auto* t = leaf.get<tensor>()) {
    const operand own = type_of_operand(leaf, x64);
    const jax_scalar number = *cast(fill, type.value_or(own.type), x64).get<jax_scalar>();
    return array_value(full_array(number.type, t->numbers->shape(), number.value, t->allowance),
                       !type && own.weak, t->allowance);
  }
  if (type) return cast(fill, *type, x64);
  const operand o = operand_of(leaf, x64);
  jax_scalar result = *cast(fill, o.type, x64).get<jax_scalar>();
  result.weak = o.weak;
  return result;
}

value full_like(const std::string& name, const std::optional<std::int64_t>& fill,
                const call_site& site) {
  std::vector<std::string> parameters{"tree", "fill_value", "dtype"};
  if (fill) parameters.erase(parameters.begin() + 1);
  const auto chosen = match_arguments(name, site, parameters, fill ? 1 : 2);
  const value number = fill ? value(*fill) : *chosen[1]->given;
  const argument* const given_type = chosen.back();
  std::optional<dtype> type;
  if (given_type != nullptr && given_type->given->get<none_t>() == nullptr) {
    type = convert(*given_type->given, {site.in, given_type->at, name + ": dtype"},
                   option_type<dtype>{});
  }
  const bool x64 = site.in.x64();
  return map_numbers(site, {*chosen[0]->given}, [&](const std::vector<value>& parts) {
    return elementwise({jax_array(parts[0])}, x64, [&](const std::vector<value>& numbers) {
      return full_leaf(numbers[0], number, type, x64);
    });
  });
}

}  // namespace

void add_optax_tree(known_names& names) {
  const auto add = [&](const std::string& name, const std::function<value(const call_site&)>& run) {
    add_function(names, "optax.tree." + name, run);
    add_function(names, "optax.tree_utils.tree_" + name, run);
  };
  add("add", add_of);
  for (const auto& [name, op] :
       {std::pair{"sub", "-"}, std::pair{"mul", "*"}, std::pair{"div", "/"}}) {
    add(name, [name = std::string("optax.tree.") + name, op = op](const call_site& site) {
      return combined(name, op, site);
    });
  }
  add("scale", scale_of);
  add("add_scale", add_scale_of);
  add_function(names, "optax.tree_utils.tree_scalar_mul", scale_of);
  add_function(names, "optax.tree_utils.tree_add_scalar_mul", add_scale_of);
  add("where", where_of);
  add("sum", sum_of);
  add("max", extreme_of<true>);
  add("min", extreme_of<false>);
  add("size", size_of);
  add("dtype", dtype_of_tree);
  add("full_like",
      [](const call_site& site) { return full_like("optax.tree.full_like", std::nullopt, site); });
  add("zeros_like",
      [](const call_site& site) { return full_like("optax.tree.zeros_like", 0, site); });
  add("ones_like",
      [](const call_site& site) { return full_like("optax.tree.ones_like", 1, site); });
}

}  // namespace optaxx::recipes
