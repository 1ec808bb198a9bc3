#pragma once

#include <concepts>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "optaxx/combinators/condition.hpp"
#include "optaxx/combinators/skip_update.hpp"
#include "optaxx/core/mask.hpp"
#include "optaxx/core/number.hpp"
#include "optaxx/core/schedule.hpp"
#include "optaxx/core/transform.hpp"
#include "optaxx/core/untyped_function.hpp"
#include "optaxx/transforms/measurement.hpp"
#include "optaxx/transforms/scale_by_factored_rms.hpp"

namespace optaxx {

namespace recipes {
struct value;
}

/// What a name of a recipe stands for: a number, bool, string, None, dtype, mask, labels, schedule,
/// transformation, another function of C++, tree of parameters, or a list, tuple or dict of these.
class binding {
 public:
  binding(none_t = none);
  template <std::same_as<bool> Bool>
  binding(Bool value) : binding(of_bool(value)) {}
  template <std::integral Int>
  requires(!std::same_as<Int, bool>) binding(Int value)
      : binding(of_int(static_cast<std::int64_t>(value))) {}
  template <std::floating_point Float>
  binding(Float value) : binding(of_float(static_cast<double>(value))) {}
  binding(const char* text) : binding(std::string(text)) {}
  binding(std::string text);
  binding(dtype type);
  binding(mask_tree mask);
  binding(path_set patterns);
  binding(label_tree labels);
  binding(leaf_mask mask);
  binding(leaf_labels labels);
  binding(schedule f);
  template <schedule_like Function>
  requires(!std::same_as<Function, schedule>) binding(Function f)
      : binding(schedule(std::move(f))) {}
  /// For `should_skip_update_fn`, `decay_rate_fn`, `should_transform_fn` and `measure`.
  binding(skip_update f);
  binding(decay_rate_function f);
  binding(condition f);
  binding(measurement f);
  binding(transformation tx);
  binding(std::shared_ptr<const untyped_function> f);
  /// A number with its dtype, as `jnp.float32(0.1)` is.
  explicit binding(const number& value);
  /// Parameters, of which a recipe sees paths, shapes and dtypes: `mask_of(params)`.
  explicit binding(const tree& params);

  /// What a Python expression is in a recipe, for what users type: "1e-3", "[0.9, 0.99]",
  /// "jnp.bfloat16", "optax.linear_schedule(1e-3, 0, 100)". Throws format_error, also for functions
  /// of the text.
  static binding read(std::string_view expression);
  static binding list(std::vector<binding> items);
  static binding tuple(std::vector<binding> items);
  /// Its items are attributes too: `cfg.lr`.
  /// Throws std::invalid_argument unless the keys are strings, ints or bools.
  static binding dict(std::vector<std::pair<binding, binding>> items);

  /// What a recipe calls by this name: "optax.adam", "optaxx.paths". Throws std::out_of_range, with
  /// the nearest name.
  static binding named(std::string_view name);
  using keywords = std::vector<std::pair<std::string, binding>>;
  /// functools.partial(function, ...).
  static binding partial(const binding& function, const std::vector<binding>& by_position,
                         const keywords& by_name);
  /// What a function gives for such arguments, as in a recipe: names, order, defaults and messages
  /// are the recipe's. Throws std::invalid_argument.
  binding operator()(const std::vector<binding>& by_position, const keywords& by_name = {}) const;

  /// What it is: a transformation, schedule, leaf_mask, leaf_labels, skip_update, dtype, bool,
  /// std::int64_t, double or std::string; null if it is something else.
  template <class T>
  const T* get() const;
  /// Whether it can be called with arguments, and is no schedule.
  bool is_function() const;
  /// In words, for messages: "a transformation", "the function optax.adam (call it: ...)".
  std::string text() const;

  const std::shared_ptr<const recipes::value>& value() const { return value_; }

 private:
  explicit binding(std::shared_ptr<const recipes::value> value) : value_(std::move(value)) {}
  static binding of_bool(bool value);
  static binding of_int(std::int64_t value);
  static binding of_float(double value);

  std::shared_ptr<const recipes::value> value_;
};

/// Values by name: `{{"lr", 1e-3}, {"mask", mask_tree{{"w", true}, {"b", false}}}}`.
using bindings = std::map<std::string, binding, std::less<>>;

}  // namespace optaxx
