#include "pair_rule.hpp"

#include <optaxx/core/errors.hpp>
#include <optaxx/core/layout.hpp>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>

#include "values.hpp"

namespace optaxx::python {
namespace {

void expect_alike(const std::string& name, const std::string& what, const tree& came,
                  const tree& expected) {
  if (!same_structure(came.structure(), expected.structure())) {
    throw tree_mismatch(name + ": " + what + " came back as " + came.structure()->text() +
                        ", expected " + expected.structure()->text());
  }
  for (std::size_t i = 0; i < expected.leaves().size(); ++i) {
    const array& a = came.leaves()[i];
    const array& b = expected.leaves()[i];
    if (a.dtype() == b.dtype() && a.shape() == b.shape()) continue;
    throw tree_mismatch(name + ": " + what + expected.structure()->accessor(i) + " came back as " +
                        std::string(name_of(a.dtype())) + " " + a.shape().text() + ", expected " +
                        std::string(name_of(b.dtype())) + " " + b.shape().text());
  }
}

nb::object shown(const tree& t) { return t.is_none() ? nb::none() : shown_trees::object_of(t); }

class pair_rule final : public rule {
 public:
  pair_rule(nb::handle init, nb::handle update, bool extra, std::string name)
      : init_(init), update_(update), extra_(extra), name_(std::move(name)) {}

  void init(layout& state) const override {
    const with_lock gil;
    state.value(own_tree(init_(shown(state.params())), "state"));
  }

  void update(sweep& s, const state_view& state) const override {
    const tree params = s.params();
    const tree before = s.get_tree(state);
    tree next;
    s.replace([&](tree updates) {
      const with_lock gil;
      const nb::dict others = extra_ ? shown_trees::extra_of(s.extra()) : nb::dict();
      const nb::object both = update_(shown(updates), shown(before), shown(params), **others);
      if (!PyTuple_Check(both.ptr()) || PyTuple_GET_SIZE(both.ptr()) != 2) {
        throw std::invalid_argument(name_ + ": update gives the updates and the state, got " +
                                    nb::repr(both).c_str());
      }
      tree result = own_tree(nb::object(both[0]), "updates");
      next = own_tree(nb::object(both[1]), "state");
      expect_alike(name_, "updates", result, updates);
      expect_alike(name_, "state", next, before);
      return result;
    });
    s.set_tree(state, std::move(next));
  }

  optaxx::call describe() const override { return {name_, {}}; }

 private:
  nb::handle init_;
  nb::handle update_;
  bool extra_;
  std::string name_;
};

}  // namespace

transformation pair_of(nb::handle init, nb::handle update, bool extra, std::string name) {
  return pair_rule(init, update, extra, std::move(name));
}

}  // namespace optaxx::python
