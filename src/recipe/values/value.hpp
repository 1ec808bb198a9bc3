#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "optaxx/combinators/condition.hpp"
#include "optaxx/combinators/inject_hyperparams.hpp"
#include "optaxx/combinators/skip_update.hpp"
#include "optaxx/core/mask.hpp"
#include "optaxx/core/schedule.hpp"
#include "optaxx/core/transform.hpp"
#include "optaxx/core/tree.hpp"
#include "optaxx/random/prng_key.hpp"
#include "optaxx/transforms/measurement.hpp"
#include "optaxx/transforms/scale_by_factored_rms.hpp"
#include "recipe/text/syntax.hpp"
#include "recipe/values/value_memory.hpp"

namespace optaxx {
class untyped_function;
}

namespace optaxx::recipes {

struct value;
struct scope;
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
  dtype type = dtype::f32;  ///< Of floats, i32, boolean, and i64 in x64 mode.
  bool weak = false;        ///< Takes the float type of what it meets.
};

/// A 1-d array of at least one number. Its items are 0-d arrays of one type, or Python's numbers of
/// one type: those have the type that the mode gives them when they are used, and are never weak.
struct number_array {
  std::shared_ptr<const std::vector<value>> items;
  bool jax = true;  ///< Of jax.numpy; else of numpy, where Python's numbers are doubles and ints.
};

class array_allowance;
/// An array of JAX with axes: a gradient, and what is computed of it.
struct tensor {
  std::shared_ptr<const array> numbers;
  std::shared_ptr<array_allowance> allowance;  ///< Of the run that it belongs to.
  bool weak = false;
};

/// What a mask or label function sees of an array.
struct array_info {
  optaxx::shape shape;
  optaxx::dtype type;
  std::string path;  ///< "dense/bias": the keys' names, for a text that is looked for in it.
};

/// A part of a key path, as jax.tree_util.tree_map_with_path gives it.
struct path_key {
  enum class part : std::uint8_t { key, position, field };
  part what;
  optaxx::key name;
};

/// What a list, tuple or dict is to all names and containers that share it.
struct contents {
  extent size;
  bool fixed = false;                           ///< Never changes again.
  std::vector<std::weak_ptr<contents>> around;  ///< What it is in, as often as it is in it.
};
struct sequence_contents;
struct dictionary_contents;
struct record_type;
struct sequence {
  bool tuple = false;
  std::shared_ptr<sequence_contents> shared;
  std::shared_ptr<const record_type> type = nullptr;  ///< Of a NamedTuple, which is a tuple.
  const std::vector<value>& items() const;
};
/// Its items are hashable, and no two are the same.
struct value_set {
  std::shared_ptr<sequence_contents> shared;
  const std::vector<value>& items() const;
};
struct dictionary {
  std::shared_ptr<dictionary_contents> shared;
  bool record = false;  ///< Its items are attributes too: of a configuration.
  const std::vector<std::pair<value, value>>& items() const;
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

/// A lambda or def of the text.
struct closure {
  std::shared_ptr<const syntax> text;
  std::uint32_t node = 0;
  std::shared_ptr<scope> around;
  std::shared_ptr<const std::vector<value>> defaults;  ///< Of the parameters that have one.
  std::string name;                                    ///< Of a def.
};

/// An argument of a call.
struct argument {
  std::string keyword;  ///< "": by position.
  std::shared_ptr<const value> given;
  std::uint32_t at = 0;  ///< Where it stands in the text.
};

class regex;
/// re.compile(...).
struct pattern {
  enum class where : std::uint8_t { anywhere, beginning, whole };
  std::shared_ptr<const regex> program;
  std::string source;
};

/// functools.partial(function, ...).
struct partial {
  std::shared_ptr<const value> function;
  std::vector<argument> first;
};

/// Where a function is called.
struct call_site {
  interpreter& in;
  std::uint32_t at;
  const std::vector<argument>& arguments;
};

/// ValueError('no such optimizer'), for `raise`.
struct exception {
  std::string type;
  std::string message;
};

/// A function of ours: a factory, jnp.minimum, dict, ...
struct builtin {
  std::string name;  ///< "optax.adam".
  /// Without one it does nothing, whatever its arguments are: print, logging.info.
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
      std::variant<none_t, bool, std::int64_t, double, std::string, dtype, jax_scalar, number_array,
                   tensor, array_info, path_key, sequence, value_set, dictionary, value_tree,
                   schedule, transformation, leaf_mask, leaf_labels, skip_update,
                   decay_rate_function, condition, measurement, prng_key, module_name, closure,
                   partial, pattern, exception, std::shared_ptr<const record_type>,
                   std::shared_ptr<const builtin>, std::shared_ptr<const untyped_function>>;

  // Not inline: the code for so many alternatives would be in each source that has a value.
  template <one_of<data_type> T>
  value(T d, extent e = {});
  value(const value& other);
  value(value&& other) noexcept;
  value& operator=(const value& other);
  value& operator=(value&& other) noexcept;
  ~value();

  template <class T>
  const T* get() const {
    return std::get_if<T>(&data);
  }

  /// What holds other values; nullptr for all else.
  std::shared_ptr<contents> shared() const;
  extent size() const;

  data_type data;
  extent own_size;  ///< Of what shares no contents and is no array of numbers.
  counted_bytes memory;
};

/// A NamedTuple: a class of the text, or a state of Optax.
struct record_type {
  std::string name;
  std::vector<std::string> fields;
  std::vector<value> defaults = {};  ///< Of the last fields.
};

/// What `enumerate`, `zip`, `items` and `values` go through: when their rows are looked at, the
/// values are those of that moment.
struct live_column {
  std::weak_ptr<sequence_contents> list;
  std::weak_ptr<dictionary_contents> dict;
  std::size_t size = 0;  ///< Both null: as in the row.
};
struct sequence_contents : contents {
  std::vector<value> items;
  /// Of rows: one for each item of a row, or a single one for rows that are no tuples.
  std::vector<live_column> columns = {};
};
struct dictionary_contents : contents {
  std::vector<std::pair<value, value>> items;
};
inline const std::vector<value>& sequence::items() const { return shared->items; }
inline const std::vector<value>& value_set::items() const { return shared->items; }
inline const std::vector<std::pair<value, value>>& dictionary::items() const {
  return shared->items;
}

value make_string(std::string text);
value make_sequence(bool tuple, std::vector<value> items);
value make_dictionary(std::vector<std::pair<value, value>> items, bool record = false);
/// Items of another list, tuple or NamedTuple of the same kind.
value with_items(const sequence& like, std::vector<value> items);
value make_record(std::shared_ptr<const record_type> type, std::vector<value> items);
value make_function(std::string name, std::function<value(const call_site&)> run);

/// What may be a key of a dict: strings, ints, bools, and tuples of these.
bool is_key(const value& v);
/// Whether two keys of a dict are the same.
bool same_key(const value& a, const value& b);
/// Of a dict, or nullptr.
const value* find_key(const dictionary& d, const value& key);
/// Whether `==` holds in Python; for what is no number.
bool same(const value& a, const value& b);

/// Items of a dict, of which the last of a key counts.
class dictionary_builder {
 public:
  /// Throws std::invalid_argument for what is no key.
  void set(const value& key, const value& v);
  bool has(const value& key) const;
  value build(bool record = false) { return make_dictionary(std::move(items_), record); }

 private:
  std::vector<std::pair<value, value>> items_;
  std::unordered_map<std::string, std::size_t> positions_;
};

}  // namespace optaxx::recipes
