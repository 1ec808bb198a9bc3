#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <type_traits>
#include <utility>

#include "optaxx/core/transform.hpp"

namespace optaxx {

/// A field of an elementwise state, by its name alone or with its first value and storage:
/// `{"nu", {.value = 0.1}}`.
struct elementwise_slot {
  elementwise_slot(const char* slot_name, const slot_options& slot_how = {})
      : name(slot_name), how(slot_how) {}
  std::string name;
  slot_options how;
};

namespace detail {

void check_elementwise(const std::string& name, const elementwise_slot* slots, std::size_t number,
                       bool counts);

// What makes a kernel for a step, as opposed to a kernel.
template <class F>
constexpr bool makes_kernel() {
  if constexpr (std::is_invocable_v<const F&, step_t>) {
    return !std::is_void_v<std::invoke_result_t<const F&, step_t>>;
  } else {
    return false;
  }
}

template <class F, std::size_t Slots>
class elementwise_rule final : public rule {
 public:
  elementwise_rule(std::string name, std::array<elementwise_slot, Slots> slots, F f)
      : name_(std::move(name)), slots_(std::move(slots)), f_(std::move(f)) {}

  void init(layout& state) const override {
    if (counts || Slots != 0) state.type("ElementwiseState");
    if (counts) state.scalar("count", dtype::i32);
    for (const elementwise_slot& s : slots_) state.slot(s.name, s.how);
  }
  void update(sweep& s, const state_view& state) const override {
    if constexpr (counts) {
      map(s, state, f_(static_cast<step_t>(s.get(state["count"]))));
      s.increment(state["count"]);
    } else {
      map(s, state, f_);
    }
  }
  call describe() const override { return {name_, {}}; }

 private:
  static constexpr bool counts = makes_kernel<F>();

  template <class Kernel>
  void map(sweep& s, const state_view& state, const Kernel& kernel) const {
    constexpr auto positions = std::make_index_sequence<Slots>{};
    if constexpr (kernel_detail::takes_param<Kernel, float, Slots>(positions))
      s.require_params(name_);
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      s.map(kernel, state[I + (counts ? 1 : 0)]...);
    }
    (positions);
  }

  std::string name_;
  std::array<elementwise_slot, Slots> slots_;
  F f_;
};

}  // namespace detail

/// A formula of the user's, applied to each element. `f` is a kernel as in optaxx/core/kernel.hpp,
///
///     struct momentum {
///       double decay;
///       template <class T>
///       void operator()(T& u, T& trace) const noexcept { u = trace = u + T(decay) * trace; }
///     };
///     const auto tx = chain(elementwise("momentum", {"trace"}, momentum{0.9}), scale(-0.1));
///
/// or, if its numbers change with the step, a callable that makes one: `[](step_t step) { return
/// momentum{1.0 - 1.0 / (10.0 + step)}; }`, where step is 0 at first. The kernel gets the update,
/// the parameter if it takes one, and a reference per slot, at most six. A slot that is stored in
/// another dtype is widened before the kernel and rounded after it.
///
/// It runs in the same sweep over memory as its neighbours. The compiler makes it in the user's
/// file, with the flags of that file: with -ffp-contract=off it has the same bits everywhere.
///
/// `name` is what describe() and errors say. State: ElementwiseState(count, slots...), the count
/// only with a callable; EmptyState without both. Throws std::invalid_argument if a name is empty
/// or two fields have the same one and, in update, if the kernel needs parameters and there are
/// none. What the callable throws comes through, and nothing has changed.
template <std::size_t Slots, class F>
transformation elementwise(std::string name, const elementwise_slot (&slots)[Slots], F f) {
  detail::check_elementwise(name, slots, Slots, detail::makes_kernel<F>());
  return detail::elementwise_rule<F, Slots>(std::move(name), std::to_array(slots), std::move(f));
}
template <class F>
transformation elementwise(std::string name, F f) {
  detail::check_elementwise(name, nullptr, 0, detail::makes_kernel<F>());
  return detail::elementwise_rule<F, 0>(std::move(name), {}, std::move(f));
}

}  // namespace optaxx
