#pragma once

#include <concepts>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "optaxx/core/call.hpp"
#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

namespace detail {
inline tree as_measured(tree t, bool) { return t; }
inline tree as_measured(array a, bool) { return tree(std::move(a)); }
template <class Number>
requires std::is_arithmetic_v<Number> tree as_measured(Number x, bool x64) {
  const dtype type = std::same_as<Number, bool>   ? dtype::boolean
                     : std::is_integral_v<Number> ? dtype::i32
                     : x64                        ? dtype::f64
                                                  : dtype::f32;
  return tree(array::scalar(type, static_cast<double>(x)));
}
}  // namespace detail

template <class Function>
concept measure_of_updates = requires(const Function& f, const tree& updates) {
  detail::as_measured(f(updates), true);
};

/// What is measured of updates: a function of their tree, which has a MaskedNode where a mask hides
/// a leaf. It gives a tree, an array or a number: a floating-point number is a float32, or a
/// float64 in x64 mode, an integer an int32.
struct measure : std::function<tree(const tree& updates, bool x64)> {
  using function::function;
  measure() = default;
  template <measure_of_updates Function>
  measure(Function f)
      : function([f = std::move(f)](const tree& updates, bool x64) {
          return detail::as_measured(f(updates), x64);
        }) {}
};

/// One of the measures of `monitor`: a measure, what `measure_with_ema` makes of one, or a
/// transformation, whose updates are what is measured.
class measurement {
 public:
  template <class Function>
  requires(std::constructible_from<measure, Function> &&
           !std::convertible_to<Function, transformation> &&
           !std::derived_from<std::remove_cvref_t<Function>, measurement>) measurement(Function f)
      : parts_(std::make_shared<const parts>(parts{std::move(f), {}, {}})) {}
  measurement(transformation tx)
      : parts_(std::make_shared<const parts>(parts{{}, std::move(tx), {}})) {}
  /// A transformation of what a function measures, and the call that made this.
  measurement(measure f, transformation filter, call made)
      : parts_(std::make_shared<const parts>(
            parts{std::move(f), std::move(filter), std::move(made)})) {}

  /// Null: the updates themselves.
  const measure* function() const { return parts_->function ? &parts_->function : nullptr; }
  const transformation* filter() const { return parts_->filter ? &*parts_->filter : nullptr; }
  /// The Optax expression.
  std::string text() const;

 private:
  struct parts {
    measure function;
    std::optional<transformation> filter;
    std::optional<call> made;
  };

  std::shared_ptr<const parts> parts_;
};

/// Measurements by name.
using measurements = std::vector<std::pair<std::string, measurement>>;

std::string option_text(const measure& value);
std::string option_text(const measurements& value);

}  // namespace optaxx
