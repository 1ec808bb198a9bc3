// optax: norms, counts and moments, and the named tuples that states are made of.
#include <limits>

#include "core/forever.hpp"
#include "recipe/modules/table.hpp"
#include "recipe/run/arguments.hpp"
#include "recipe/run/array_functions.hpp"
#include "recipe/run/interpreter.hpp"
#include "recipe/run/tree_map.hpp"
#include "recipe/values/arithmetic.hpp"
#include "recipe/values/repr.hpp"
#include "recipe/values/tensors.hpp"

namespace optaxx::recipes {
namespace {

// A tree of f of the arrays of trees.
template <class F>
value map_arrays(const call_site& site, const std::vector<value>& trees, const F& f) {
  return map_tree(site, trees, [&](const key_path&, std::vector<value> parts) {
    return placed(site.at, [&]() -> value { return f(parts); });
  });
}

value sum_of(const value& v, bool x64) {
  return reduced(reduction::sum, v, std::vector<bool>(shape_of(v).rank(), true), false, {}, x64);
}

value root_of(const value& v, bool x64) { return (*find_unary("sqrt"))(v, x64); }

// f of the arrays of trees, added from left to right.
template <class F>
value added_up(const call_site& site, const std::vector<value>& trees, const F& f) {
  value sum = std::int64_t{0};
  map_arrays(site, trees, [&](const std::vector<value>& parts) {
    sum = binary("+", sum, f(parts), site.in.x64());
    return value(none);
  });
  return sum;
}

value sum_of_squares(const call_site& site, const value& tree) {
  const bool x64 = site.in.x64();
  return added_up(site, {tree}, [&](const std::vector<value>& parts) {
    return sum_of(binary("*", parts[0], parts[0], x64), x64);
  });
}

value global_norm_of(const call_site& site) {
  const auto chosen = match_arguments("optax.global_norm", site, {"updates"}, 1);
  return root_of(sum_of_squares(site, *chosen[0]->given), site.in.x64());
}

value norm_of_tree(const call_site& site) {
  const auto chosen = match_arguments("optax.tree.norm", site, {"tree", "ord", "squared"}, 1);
  const value& tree = *chosen[0]->given;
  const bool x64 = site.in.x64();
  const value ord = chosen[1] == nullptr ? value(none) : *chosen[1]->given;
  const bool squared =
      chosen[2] != nullptr &&
      convert(*chosen[2]->given, {site.in, chosen[2]->at, "squared"}, option_type<bool>{});
  if (ord.get<none_t>() != nullptr || same(ord, std::int64_t{2})) {
    const value sum = sum_of_squares(site, tree);
    return squared ? sum : root_of(sum, x64);
  }
  value result = none;
  if (same(ord, std::int64_t{1})) {
    result = added_up(site, {tree}, [&](const std::vector<value>& parts) {
      return sum_of((*find_unary("abs"))(parts[0], x64), x64);
    });
  } else if (same(ord, std::numeric_limits<double>::infinity()) || same(ord, make_string("inf"))) {
    result = -std::numeric_limits<double>::infinity();
    map_arrays(site, {tree}, [&](const std::vector<value>& parts) {
      const value sizes = (*find_unary("abs"))(parts[0], x64);
      const std::vector<bool> all(shape_of(sizes).rank(), true);
      if (shape_of(sizes).elements() != 0) {
        result = (*find_binary("maximum"))(
            result, reduced(reduction::max, sizes, all, false, {}, x64), x64);
      }
      return value(none);
    });
  } else {
    throw fault{chosen[1]->at, "optax.tree.norm: ord must be None, 1, 2 or inf"};
  }
  return squared ? binary("*", result, result, x64) : result;
}

value vdot_of_trees(const call_site& site) {
  const auto chosen = match_arguments("optax.tree.vdot", site, {"tree_x", "tree_y"}, 2);
  const bool x64 = site.in.x64();
  return added_up(site, {*chosen[0]->given, *chosen[1]->given},
                  [&](const std::vector<value>& parts) {
                    return sum_of(binary("*", parts[0], parts[1], x64), x64);
                  });
}

// The norm or root mean square of an array, but not less than a bound.
value at_least(const value& v, const value& bound, bool x64) {
  return where(binary("<=", v, bound, x64), bound, v, x64);
}
value safe_norm_of(const call_site& site) {
  const auto chosen =
      match_arguments("optax.safe_norm", site, {"x", "min_norm", "ord", "axis", "keepdims"}, 2);
  std::vector<argument> others;
  for (const auto& [i, name] : {std::pair{0U, "x"}, {2U, "ord"}, {3U, "axis"}, {4U, "keepdims"}}) {
    if (chosen[i] != nullptr) others.push_back({name, chosen[i]->given, chosen[i]->at});
  }
  const value norm = functions_along_axes().find("linalg.norm")->second({site.in, site.at, others});
  return at_least(norm, *chosen[1]->given, site.in.x64());
}
value safe_root_mean_squares_of(const call_site& site) {
  const auto chosen = match_arguments("optax.safe_root_mean_squares", site, {"x", "min_rms"}, 2);
  const value x = array_argument(site, *chosen[0]);
  const bool x64 = site.in.x64();
  const std::vector<bool> all(shape_of(x).rank(), true);
  const value mean = reduced(reduction::mean, binary("*", x, x, x64), all, false, {}, x64);
  return at_least(root_of(mean, x64), *chosen[1]->given, x64);
}

value safe_increment_of(const call_site& site) {
  const argument& a = *match_arguments("optax.safe_increment", site, {"count"}, 1)[0];
  const bool x64 = site.in.x64();
  const operand o = placed(a.at, [&] { return operand_of(*a.given, x64); });
  if (o.type == dtype::boolean) throw fault{a.at, "optax.safe_increment: a bool is no count"};
  const double largest = o.type == dtype::i32   ? std::numeric_limits<std::int32_t>::max()
                         : o.type == dtype::i64 ? 9007199254740992.0
                                                : largest_of(o.type);
  const value count = jax_scalar{o.value, o.type, false};
  if (!(o.value < largest)) return jax_scalar{largest, o.type, false};
  return binary("+", count, jax_scalar{1, o.type, false}, x64);
}

// ---- moments

// (1 - decay) * updates^order + decay * moments
value update_moment_of(const call_site& site) {
  const auto chosen = match_arguments("optax.tree.update_moment", site,
                                      {"updates", "moments", "decay", "order"}, 4);
  const bool x64 = site.in.x64();
  const value& decay = *chosen[2]->given;
  const value rest =
      placed(chosen[2]->at, [&] { return binary("-", std::int64_t{1}, decay, x64); });
  return map_arrays(
      site, {*chosen[0]->given, *chosen[1]->given}, [&](const std::vector<value>& parts) {
        const value power = binary("**", parts[0], *chosen[3]->given, x64);
        return binary("+", binary("*", rest, power, x64), binary("*", decay, parts[1], x64), x64);
      });
}

// max(|updates| + eps, decay * moments)
value update_infinity_moment_of(const call_site& site) {
  const auto chosen = match_arguments("optax.tree.update_infinity_moment", site,
                                      {"updates", "moments", "decay", "eps"}, 4);
  const bool x64 = site.in.x64();
  return map_arrays(
      site, {*chosen[0]->given, *chosen[1]->given}, [&](const std::vector<value>& parts) {
        const value size = binary("+", (*find_unary("abs"))(parts[0], x64), *chosen[3]->given, x64);
        return (*find_binary("maximum"))(size, binary("*", *chosen[2]->given, parts[1], x64), x64);
      });
}

// moment / (1 - decay^count), where C's pow makes the power.
value bias_correction_of(const call_site& site) {
  const auto chosen =
      match_arguments("optax.tree.bias_correction", site, {"moment", "decay", "count"}, 3);
  const bool x64 = site.in.x64();
  const value correction = placed(site.at, [&] {
    const operand decay = as_float(operand_of(*chosen[1]->given, x64));
    const operand count = operand_of(*chosen[2]->given, x64);
    const value power =
        binary("**", jax_scalar{rounded(decay.value, decay.type), decay.type, decay.weak},
               jax_scalar{rounded(count.value, decay.type), decay.type, true}, x64);
    return binary("-", std::int64_t{1}, power, x64);
  });
  return map_arrays(site, {*chosen[0]->given}, [&](const std::vector<value>& parts) {
    const dtype type = type_of_operand(parts[0], x64).type;
    return binary("/", parts[0], cast(correction, type, x64), x64);
  });
}

// ---- trees

value clip_of_tree(const call_site& site) {
  const auto chosen =
      match_arguments("optax.tree.clip", site, {"tree", "min_value", "max_value"}, 1);
  const bool x64 = site.in.x64();
  return map_arrays(site, {*chosen[0]->given}, [&](const std::vector<value>& parts) {
    value result = parts[0];
    for (const auto& [i, bound] : {std::pair{1U, "maximum"}, {2U, "minimum"}}) {
      if (chosen[i] != nullptr && chosen[i]->given->get<none_t>() == nullptr)
        result = (*find_binary(bound))(result, *chosen[i]->given, x64);
    }
    return result;
  });
}

value cast_tree_of(const call_site& site) {
  const auto chosen = match_arguments("optax.tree.cast", site, {"tree", "dtype"}, 2);
  if (chosen[1]->given->get<none_t>() != nullptr) return *chosen[0]->given;
  const dtype type = convert(*chosen[1]->given, {site.in, chosen[1]->at, "optax.tree.cast: dtype"},
                             option_type<dtype>{});
  return map_arrays(site, {*chosen[0]->given}, [&](const std::vector<value>& parts) {
    return cast(parts[0], type, site.in.x64());
  });
}

value cast_like_of(const call_site& site) {
  const auto chosen = match_arguments("optax.tree.cast_like", site, {"tree", "other_tree"}, 2);
  const bool x64 = site.in.x64();
  return map_arrays(site, {*chosen[0]->given, *chosen[1]->given},
                    [&](const std::vector<value>& parts) {
                      return cast(parts[0], type_of_operand(parts[1], x64).type, x64);
                    });
}

// p + u in p's type
value apply_updates_of(const call_site& site) {
  const auto chosen = match_arguments("optax.apply_updates", site, {"params", "updates"}, 2);
  const bool x64 = site.in.x64();
  return map_arrays(
      site, {*chosen[0]->given, *chosen[1]->given}, [&](const std::vector<value>& parts) {
        return cast(binary("+", parts[0], parts[1], x64), type_of_operand(parts[0], x64).type, x64);
      });
}

// step_size * new + (1 - step_size) * old
value incremental_update_of(const call_site& site) {
  const auto chosen = match_arguments("optax.incremental_update", site,
                                      {"new_tensors", "old_tensors", "step_size"}, 3);
  const bool x64 = site.in.x64();
  const value& step = *chosen[2]->given;
  const value rest = placed(chosen[2]->at, [&] { return binary("-", 1.0, step, x64); });
  return map_arrays(
      site, {*chosen[0]->given, *chosen[1]->given}, [&](const std::vector<value>& parts) {
        return binary("+", binary("*", step, parts[0], x64), binary("*", rest, parts[1], x64), x64);
      });
}

value empty_state_of(const call_site& site) {
  match_arguments("optax.init_empty_state", site, {"params"}, 1);
  static const auto& type =
      detail::forever(std::make_shared<const record_type>(record_type{"EmptyState", {}, {}}));
  return make_record(type, {});
}

}  // namespace

void add_optax_arrays(known_names& names) {
  const auto add = [&](const std::string& name, value (*run)(const call_site&)) {
    add_function(names, "optax.tree." + name, run);
    add_function(names, "optax.tree_utils.tree_" + name, run);
  };
  add("norm", norm_of_tree);
  add("vdot", vdot_of_trees);
  add("clip", clip_of_tree);
  add("cast", cast_tree_of);
  add("cast_like", cast_like_of);
  add("update_moment", update_moment_of);
  add("update_moment_per_elem_norm", update_moment_of);
  add("update_infinity_moment", update_infinity_moment_of);
  add("bias_correction", bias_correction_of);
  add_function(names, "optax.tree_utils.tree_l2_norm", [](const call_site& site) {
    std::vector<argument> all = site.arguments;
    if (all.size() > 1 && all[1].keyword.empty()) all[1].keyword = "squared";
    return norm_of_tree({site.in, site.at, all});
  });
  for (const char* name : {"update_moment", "update_moment_per_elem_norm", "update_infinity_moment",
                           "bias_correction"})
    names.emplace(std::string("optax.") + name, names.at(std::string("optax.tree.") + name));
  add_function(names, "optax.global_norm", global_norm_of);
  add_function(names, "optax.safe_norm", safe_norm_of);
  add_function(names, "optax.safe_root_mean_squares", safe_root_mean_squares_of);
  add_function(names, "optax.safe_increment", safe_increment_of);
  add_function(names, "optax.safe_int32_increment", safe_increment_of);
  add_function(names, "optax.apply_updates", apply_updates_of);
  add_function(names, "optax.incremental_update", incremental_update_of);
  add_function(names, "optax.init_empty_state", empty_state_of);

  using fields = std::vector<std::string>;
  for (const auto& [name, of] :
       std::vector<std::pair<std::string, fields>>{{"EmptyState", {}},
                                                   {"MaskedNode", {}},
                                                   {"TraceState", {"trace"}},
                                                   {"EmaState", {"count", "ema"}},
                                                   {"ScaleByScheduleState", {"count"}},
                                                   {"ScaleByAdamState", {"count", "mu", "nu"}},
                                                   {"ScaleByBeliefState", {"count", "mu", "nu"}},
                                                   {"ScaleByLionState", {"count", "mu"}},
                                                   {"ScaleByRmsState", {"nu"}},
                                                   {"ScaleByRStdDevState", {"mu", "nu"}},
                                                   {"ScaleByRssState", {"sum_of_squares"}}})
    names.emplace("optax." + name,
                  value(std::make_shared<const record_type>(record_type{name, of, {}})));
  for (const char* name : {"ScaleState", "ClipState"})
    names.emplace(std::string("optax.") + name, names.at("optax.EmptyState"));
}

}  // namespace optaxx::recipes
