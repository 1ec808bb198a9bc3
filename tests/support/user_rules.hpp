#pragma once

#include <functional>
#include <optional>
#include <type_traits>
#include <utility>

#include "optaxx/core/transform.hpp"

namespace support {

using init_function = std::function<void(optaxx::layout&)>;
using update_function = std::function<void(optaxx::sweep&, const optaxx::state_view&)>;

/// A transformation as a user writes one, from two functions.
class user_rule final : public optaxx::rule {
 public:
  user_rule(init_function init, update_function update)
      : init_(std::move(init)), update_(std::move(update)) {}
  void init(optaxx::layout& state) const override {
    if (init_) init_(state);
  }
  void update(optaxx::sweep& s, const optaxx::state_view& state) const override {
    update_(s, state);
  }
  optaxx::call describe() const override { return {"user_rule", {}}; }

 private:
  init_function init_;
  update_function update_;
};

inline optaxx::transformation rule_of(update_function update) {
  return user_rule(nullptr, std::move(update));
}
inline optaxx::transformation rule_of(init_function init, update_function update) {
  return user_rule(std::move(init), std::move(update));
}

/// The updates of one step of a rule without state.
inline optaxx::tree updates_of(const optaxx::tree& grads, update_function update,
                               const optaxx::tree& params = {}) {
  const optaxx::transformation tx = rule_of(std::move(update));
  optaxx::opt_state state = tx.init(grads);
  return tx.update(grads, state, params);
}
/// What f finds out in a step.
template <class F>
auto asked_in_a_step(const optaxx::tree& grads, const F& f, const optaxx::tree& params = {}) {
  std::optional<std::invoke_result_t<const F&, optaxx::sweep&>> answer;
  updates_of(
      grads, [&](optaxx::sweep& s, const optaxx::state_view&) { answer.emplace(f(s)); }, params);
  return *answer;
}

/// Hands updates on through code of the user's: the executor cannot fuse across it.
struct hand_on {
  template <class T>
  void operator()(T&) const noexcept {}
};
inline optaxx::transformation barrier_of_user_code() {
  return rule_of([](optaxx::sweep& s, const optaxx::state_view&) { s.map(hand_on{}); });
}

}  // namespace support
