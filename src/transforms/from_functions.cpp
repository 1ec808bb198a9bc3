#include "optaxx/transforms/from_functions.hpp"

#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

#include "optaxx/core/errors.hpp"

namespace optaxx {
namespace {

using init_function = std::function<tree(const tree&)>;
using update_function = std::function<tree(tree, tree&, const tree&)>;

// What a function must not change of a tree.
class tree_form {
 public:
  explicit tree_form(const tree& t) : structure_(t.structure()) {
    for (const array& a : t.leaves()) leaves_.emplace_back(a.dtype(), a.shape());
  }

  // Throws unless the tree, called by that name, has this form.
  void expect(const std::string& function, const std::string& name, const tree& came) const {
    if (!same_structure(came.structure(), structure_)) {
      throw tree_mismatch(function + ": " + name + " came back as " + came.structure()->text() +
                          ", expected " + structure_->text());
    }
    for (std::size_t i = 0; i < leaves_.size(); ++i) {
      const array& a = came.leaves()[i];
      const auto& [type, shape] = leaves_[i];
      if (a.dtype() == type && a.shape() == shape) continue;
      throw tree_mismatch(function + ": " + name + structure_->accessor(i) + " came back as " +
                          text(a.dtype(), a.shape()) + ", expected " + text(type, shape));
    }
  }

 private:
  static std::string text(dtype type, const shape& s) {
    return std::string(name_of(type)) + " " + s.text();
  }

  std::shared_ptr<const tree_structure> structure_;
  std::vector<std::pair<dtype, shape>> leaves_;
};

class from_functions_rule final : public rule {
 public:
  from_functions_rule(std::string name, init_function init, update_function update)
      : name_(std::move(name)), init_(std::move(init)), update_(std::move(update)) {}

  void init(layout& state) const override { state.value(init_(state.params())); }
  void update(sweep& s, const state_view& state) const override {
    const tree params = s.params();
    tree next = s.get_tree(state);
    const tree_form form_of_state(next);
    s.replace([&](tree updates) {
      const tree_form form(updates);
      tree result = update_(std::move(updates), next, params);
      form.expect(name_, "updates", result);
      form_of_state.expect(name_, "state", next);
      return result;
    });
    s.set_tree(state, std::move(next));
  }
  call describe() const override { return {name_, {}}; }

 private:
  std::string name_;
  init_function init_;
  update_function update_;
};

}  // namespace

transformation from_functions(std::string name, init_function init, update_function update) {
  if (name.empty()) throw std::invalid_argument("from_functions: the name is empty");
  if (!init || !update) throw std::invalid_argument(name + ": init or update is empty");
  return from_functions_rule(std::move(name), std::move(init), std::move(update));
}

}  // namespace optaxx
