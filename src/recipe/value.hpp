#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "optaxx/combinators/inject_hyperparams.hpp"
#include "optaxx/combinators/skip_update.hpp"
#include "optaxx/core/mask.hpp"
#include "optaxx/core/schedule.hpp"
#include "optaxx/core/transform.hpp"
#include "optaxx/core/tree.hpp"
#include "recipe/syntax.hpp"

namespace optaxx::recipes {

struct value;
class interpreter;

/// How large a value is: the values in it, each as often as it appears, and how deep they are in
/// one another.
struct extent {
  std::uint64_t weight = 1;
  std::uint32_t depth = 1;

  /// Of what holds these.
  static extent around(const std::vector<extent>& parts);
};
/// More would take too long to walk.
constexpr extent largest{100'000, 100};

/// A 0-d JAX array, such as a step count or what is computed from one.
struct jax_scalar {
  double value = 0;
  dtype type = dtype::f32;  ///< f32, f64, i32 or boolean.
  bool weak = false;        ///< Takes the float type of what it meets.
};

/// What a mask or label function sees of an array.
struct array_info {
  optaxx::shape shape;
  optaxx::dtype type;
};

struct sequence {
  bool tuple = false;
  std::shared_ptr<const std::vector<value>> items;
};
struct dictionary {
  std::shared_ptr<const std::vector<std::pair<value, value>>> items;
};
/// A tree like the parameters: what a function of a mask or labels gets and returns.
struct value_tree {
  std::shared_ptr<const tree_structure> structure;
  std::shared_ptr<const std::vector<value>> leaves;
};

/// optax, optax.schedules, jnp, ...
struct module_name {
  std::string path;
};

/// The names that a function sees beside the global ones.
struct scope {
  std::vector<std::pair<std::string, value>> names;
  std::shared_ptr<const scope> outer;
  extent size;
};

/// A lambda of the text.
struct closure {
  std::shared_ptr<const syntax> text;
  std::uint32_t node = 0;
  std::shared_ptr<const scope> around;
};

/// An argument of a call.
struct argument {
  std::string keyword;  ///< "": by position.
  std::shared_ptr<const value> given;
  std::uint32_t at = 0;  ///< Where it stands in the text.
};

/// Where a function is called.
struct call_site {
  interpreter& in;
  std::uint32_t at;
  const std::vector<argument>& arguments;
};

/// A function of ours: a factory, jnp.minimum, dict, ...
struct builtin {
  std::string name;  ///< "optax.adam".
  std::function<value(const call_site&)> run;
  /// Of a factory of transformations: under inject_hyperparams with these settings.
  std::function<transformation(const call_site&, const inject_hyperparams_options&)> inject = {};
};

template <class T, class Variant>
inline constexpr bool is_alternative = false;
template <class T, class... Types>
inline constexpr bool is_alternative<T, std::variant<Types...>> = (std::same_as<T, Types> || ...);
template <class T, class Variant>
concept one_of = is_alternative<T, Variant>;

/// Anything a recipe computes with.
struct value {
  using data_type =
      std::variant<none_t, bool, std::int64_t, double, std::string, dtype, jax_scalar, array_info,
                   sequence, dictionary, value_tree, schedule, transformation, leaf_mask,
                   leaf_labels, skip_update, module_name, closure, std::shared_ptr<const builtin>>;

  template <one_of<data_type> T>
  value(T d, extent e = {}) : data(std::in_place_type<T>, std::move(d)), size(e) {}

  template <class T>
  const T* get() const {
    return std::get_if<T>(&data);
  }

  data_type data;
  extent size;
};

value make_sequence(bool tuple, std::vector<value> items);
value make_dictionary(std::vector<std::pair<value, value>> items);

/// Whether two keys of a dict are the same: strings, ints or bools.
bool same_key(const value& a, const value& b);

/// Python's repr, shortened: for messages.
std::string repr(const value& v);
/// What it is, with its repr if that is short: "the string 'a'", "a schedule".
std::string described(const value& v);

}  // namespace optaxx::recipes
