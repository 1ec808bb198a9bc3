#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "recipe/run/scope.hpp"
#include "recipe/text/source.hpp"
#include "recipe/values/tensors.hpp"
#include "recipe/values/value.hpp"

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

constexpr std::uint32_t most_depth = 256;

/// Counts how deep evaluations are in one another.
class depth_guard {
 public:
  explicit depth_guard(std::uint32_t& depth) : depth_(depth) { ++depth_; }
  ~depth_guard() { --depth_; }
  depth_guard(const depth_guard&) = delete;
  depth_guard& operator=(const depth_guard&) = delete;

 private:
  std::uint32_t& depth_;
};

using global_names = std::map<std::string, value, std::less<>>;

/// Whether it is a function of the text, perhaps with some of its arguments.
inline bool is_text_function(const value& v) {
  return v.get<closure>() != nullptr || v.get<partial>() != nullptr;
}

/// A function of the caller's that is not yet a schedule, mask or the like; null for all else.
inline const untyped_function* untyped(const value& v) {
  const auto* f = v.get<std::shared_ptr<const untyped_function>>();
  return f != nullptr ? f->get() : nullptr;
}

/// What a text is evaluated for.
struct wanted_result {
  std::vector<std::string> names;  ///< "tx".
  bool (*fits)(const value&);
};

/// Evaluates a parsed text. Counts what it does: text that would take long or go deep is a fault.
class interpreter {
 public:
  interpreter(std::shared_ptr<const syntax> text, global_names names, bool x64 = false)
      : text_(std::move(text)), globals_(std::move(names)), x64_(x64) {}
  /// For a run that is given trees of arrays: each of their leaves is more work that it may do.
  interpreter(std::shared_ptr<const syntax> text, global_names names, bool x64,
              allowance_of_arrays arrays, std::uint64_t leaves)
      : interpreter(std::move(text), std::move(names), x64) {
    arrays_ = std::move(arrays);
    leaves_ = leaves;
  }

  /// All statements. The value of the one expression, of the first of the names that the text
  /// binds, or else what the last statement binds or gives, if it fits.
  value run(const wanted_result& wanted);

  /// Calls a function of the text or of ours. `at`: where, for faults.
  value call(const value& function, const std::vector<argument>& arguments, std::uint32_t at);
  value call(const value& function, std::vector<value> arguments, std::uint32_t at);

  /// object.name, if there is one. `at`: where, for faults.
  std::optional<value> find_attribute(const value& object, const std::string& name,
                                      std::uint32_t at);

  /// The same; throws fault if there is none.
  value attribute(const value& object, const std::string& name, std::uint32_t at);

  /// What `for` goes through: items, keys of a dict, letters.
  std::vector<value> iterate(const value& v, std::uint32_t at);

  /// A function of the text with what its names stand for: it outlives the run.
  struct exported {
    value function;
    std::string name;  ///< As Python would read it again.
    std::shared_ptr<const syntax> text;
    std::uint32_t at;
    std::shared_ptr<const global_names> globals;
    std::shared_ptr<const scope_owner> scopes;

    /// Its value for these arguments. Throws format_error.
    value operator()(std::vector<value> arguments, bool x64) const;
    /// The same in a run of the caller's, over this text and with these globals.
    value called_in(interpreter& in, const std::vector<argument>& arguments) const;
  };
  /// `f`: what is_text_function says yes to.
  exported export_function(const value& f, std::uint32_t at);

  bool x64() const { return x64_; }
  /// Whether it was given trees of arrays.
  bool over_arrays() const { return leaves_ != 0; }
  /// What the arrays of this run may take.
  const allowance_of_arrays& arrays() const { return arrays_; }
  const std::shared_ptr<const syntax>& text() const { return text_; }
  /// One more piece of work; throws fault if it is too much.
  void spend(std::uint32_t at, std::uint64_t work = 1);
  /// One level deeper, as long as it lives; throws fault if it is too deep.
  depth_guard deeper(std::uint32_t at);
  /// Throws fault for a value that is too large.
  static void check_size(const value& v, std::uint32_t at) { check_size(v.size(), at); }
  static void check_size(const extent& size, std::uint32_t at);

 private:
  friend class freezer;
  friend class nested_run;

  std::uint64_t most_work() const;

  value evaluate(std::uint32_t node);
  value evaluate_any(std::uint32_t node);
  value evaluate_number(std::uint32_t node);
  value evaluate_text(std::uint32_t node);
  value evaluate_formatted(std::uint32_t node);
  value evaluate_field(std::uint32_t node);
  std::string unescaped(std::uint32_t begin, std::uint32_t end, bool raw) const;
  value evaluate_name(std::uint32_t node);
  value evaluate_items(std::uint32_t node);
  value evaluate_dict(std::uint32_t node);
  value evaluate_set(std::uint32_t node);
  value evaluate_named(std::uint32_t node);
  value evaluate_comprehension(std::uint32_t node);
  value evaluate_function(std::uint32_t node, std::string name);
  value evaluate_call(std::uint32_t node);
  value evaluate_callee(std::uint32_t node);
  value evaluate_attribute(std::uint32_t node);
  value evaluate_subscript(std::uint32_t node);
  value attribute_of(const value& object, std::uint32_t node) {
    return attribute(object, std::string(text_->text(node)), at(node).begin);
  }
  value item_of(const value& object, const value& index, std::uint32_t subscript);
  struct item_range {
    std::int64_t begin;
    std::int64_t step;
    std::int64_t count;
  };
  item_range evaluate_range(std::uint32_t slice, std::size_t items);
  value evaluate_slice(std::uint32_t node, const value& object);
  value evaluate_tensor_item(std::uint32_t index, const tensor& t);
  value evaluate_unary(std::uint32_t node);
  value evaluate_binary(std::uint32_t node);
  value evaluate_comparison(std::uint32_t node);
  value evaluate_boolean(std::uint32_t node);
  bool holds(std::uint32_t node);  // what `if` makes of an expression
  bool go_through(std::uint32_t node, std::uint32_t at,
                  const std::function<bool(const value&)>& visit);
  bool contains(const value& container, const value& item, std::uint32_t at);
  void run_clauses(const std::vector<std::uint32_t>& clauses, std::size_t next,
                   const std::function<void()>& body);

  value call_closure(const closure& f, const std::vector<argument>& arguments, std::uint32_t at);
  std::shared_ptr<scope> bind_arguments(const closure& f, const std::vector<argument>& arguments,
                                        std::uint32_t at);

  // Where a statement leads.
  struct outcome {
    enum class way : std::uint8_t { next, left, continued, returned };
    way where = way::next;
    value returned = none;
  };
  outcome execute(std::uint32_t statement);
  outcome execute_all(const std::vector<std::uint32_t>& statements);
  outcome execute_loop(std::uint32_t statement);
  void assign(std::uint32_t target, const value& v);
  void set_attribute(const value& object, std::uint32_t target, const value& v);
  void assign_augmented(std::uint32_t statement);
  value augmented(std::string_view sign, const value& left, const value& right, std::uint32_t at);
  [[noreturn]] void raise(std::uint32_t statement);
  void check(std::uint32_t assertion);
  void bind(std::string name, value v, std::uint32_t at) { bind_in(locals_.get(), name, v, at); }
  void bind_in(scope* names, const std::string& name, const value& v, std::uint32_t at);
  void unbind(std::uint32_t name);
  void define_class(std::uint32_t statement);
  void import_modules(std::uint32_t statement);
  void check_names() const;

  const node& at(std::uint32_t index) const { return (*text_)[index]; }
  const value& find(std::uint32_t name) const;
  std::vector<std::string> known_names() const;

  std::shared_ptr<const syntax> text_;
  global_names globals_;
  std::map<std::string, std::string, std::less<>> unknown_imports_;  // what they would stand for
  std::set<std::string, std::less<>> exported_;                      // their values are fixed
  scope_owner scopes_;
  std::shared_ptr<scope> locals_;
  std::map<std::uint32_t, std::shared_ptr<const std::set<std::string, std::less<>>>> local_names_;
  std::vector<extent> parts_;  // of what the function of ours that runs is making
  allowance_of_arrays arrays_ = std::make_shared<array_allowance>(0);
  std::uint64_t leaves_ = 0;
  std::uint64_t work_ = 0;
  std::uint32_t depth_ = 0;
  bool x64_;
};

}  // namespace optaxx::recipes
