#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "recipe/source.hpp"
#include "recipe/value.hpp"

namespace optaxx::recipes {

/// What arithmetic and factories refuse, with the place.
template <class F>
auto placed(std::uint32_t at, const F& f) {
  try {
    return f();
  } catch (const std::logic_error& e) {
    throw fault{at, e.what()};
  }
}

using global_names = std::map<std::string, value, std::less<>>;

/// Evaluates a parsed text. Counts what it does: text that would take long or go deep is a fault.
class interpreter {
 public:
  interpreter(std::shared_ptr<const syntax> text, global_names names, bool x64 = false)
      : text_(std::move(text)), globals_(std::move(names)), x64_(x64) {}

  /// All statements; what `tx` is then, or the value of the one expression.
  value run();

  /// Calls a function of the text or of ours. `at`: where, for faults.
  value call(const value& function, const std::vector<argument>& arguments, std::uint32_t at);

  /// The function with the global names it needs: it outlives the run.
  struct exported {
    closure function;
    std::shared_ptr<const global_names> globals;

    /// Its value for these arguments. Throws format_error.
    value operator()(std::vector<value> arguments, bool x64) const;
    /// As it is written.
    std::string text() const { return std::string(function.text->text(function.node)); }
  };
  exported export_function(const closure& f, std::uint32_t at);

  bool x64() const { return x64_; }
  const std::shared_ptr<const syntax>& text() const { return text_; }
  /// One more piece of work; throws fault if it is too much.
  void spend(std::uint32_t at, std::uint64_t work = 1);

 private:
  value evaluate(std::uint32_t node);
  value evaluate_any(std::uint32_t node);
  value evaluate_number(std::uint32_t node);
  value evaluate_text(std::uint32_t node);
  value evaluate_name(std::uint32_t node);
  value evaluate_dict(std::uint32_t node);
  value evaluate_call(std::uint32_t node);
  value evaluate_attribute(std::uint32_t node);
  value evaluate_subscript(std::uint32_t node);
  value evaluate_unary(std::uint32_t node);
  value evaluate_binary(std::uint32_t node);
  value evaluate_comparison(std::uint32_t node);
  value evaluate_boolean(std::uint32_t node);
  value call_closure(const closure& f, const std::vector<argument>& arguments, std::uint32_t at);

  void execute(std::uint32_t statement);
  void assign(std::uint32_t target, const value& v);
  void import_modules(std::uint32_t statement);
  void check_names() const;
  void names_bound_by(std::uint32_t statement, std::vector<std::string>& names) const;

  const node& at(std::uint32_t index) const { return (*text_)[index]; }
  const value* find(std::string_view name) const;
  std::vector<std::string> known_names() const;

  std::shared_ptr<const syntax> text_;
  global_names globals_;
  std::set<std::string, std::less<>> exported_;  // their values are fixed
  std::shared_ptr<const scope> locals_;
  std::vector<extent> parts_;  // of what the function of ours that runs is making
  std::uint64_t work_ = 0;
  std::uint32_t depth_ = 0;
  bool x64_;
};

}  // namespace optaxx::recipes
