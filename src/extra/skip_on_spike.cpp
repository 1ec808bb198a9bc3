#include "optaxx/extra/skip_on_spike.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <stdexcept>
#include <string>
#include <variant>

#include "core/flush_guard.hpp"
#include "kernels/set_to_zero.hpp"

namespace optaxx {
namespace {

std::optional<double> number_named(const extra_args& extra, const char* name) {
  const auto found = extra.others.find(name);
  if (found == extra.others.end()) return std::nullopt;
  if (const auto* number = std::get_if<double>(&found->second)) return *number;
  const auto& arrays = std::get<tree>(found->second);
  if (arrays.leaves().size() == 1 && arrays.leaves()[0].size() == 1)
    return arrays.leaves()[0].item();
  throw std::invalid_argument(std::string("skip_on_spike: ") + name + " must be a number");
}

class skip_on_spike_rule final : public rule {
 public:
  explicit skip_on_spike_rule(const skip_on_spike_options<>& o) : o_(o) {
    if (o.interval < 1) {
      throw std::invalid_argument("skip_on_spike: interval must be positive, got " +
                                  std::to_string(o.interval));
    }
  }

  void init(layout& state) const override {
    state.dict();
    const auto numbers = [&] { return tree(array(dtype::f32, {o_.interval})); };
    state.scalar("count", dtype::i32);
    state.value("grad_norms", numbers());
    state.child("inner_state", o_.inner);
    state.scalar("is_skipped", dtype::boolean);
    state.value("losses", numbers());
  }

  void update(sweep& s, const state_view& state) const override {
    std::optional<double> loss = number_named(s.extra(), "loss");
    if (!loss) loss = s.extra().value;
    const std::optional<double> norm = number_named(s.extra(), "grad_norm");
    const bool skips = loss && is_spike(s, state, *loss, norm);
    s.set(state["is_skipped"], skips ? 1 : 0);
    if (loss) remember(s, state, *loss, norm);
    if (skips) {
      s.map(kernels::set_to_zero<double>{});
    } else {
      o_.inner.update(s, state["inner_state"]);
    }
  }

  call describe() const override {
    return call_of<skip_on_spike_options<given>>("optaxx.skip_on_spike", o_);
  }

 private:
  bool is_spike(const sweep& s, const state_view& state, double loss,
                std::optional<double> norm) const {
    const double count = s.get(state["count"]);
    const auto least = static_cast<double>(std::max<std::int64_t>(2, o_.interval / 2));
    if (count + 1 < least) return false;
    const auto known = static_cast<std::size_t>(std::min(count, static_cast<double>(o_.interval)));
    return detail::unflushed([&] {
      return stands_out(s, state["losses"], known, loss) ||
             (norm && stands_out(s, state["grad_norms"], known, *norm));
    });
  }

  bool stands_out(const sweep& s, const scalar& numbers, std::size_t known, double x) const {
    double sum = 0;
    for (std::size_t i = 0; i < known; ++i) sum += s.get(numbers, i);
    const double mean = sum / static_cast<double>(std::max<std::size_t>(known, 1));
    double squares = 0;
    for (std::size_t i = 0; i < known; ++i) {
      const double d = s.get(numbers, i) - mean;
      squares += d * d;
    }
    const double variance = squares / static_cast<double>(std::max<std::size_t>(known, 2) - 1);
    // A NaN is a spike.
    return !(x - mean <= o_.scaling_factor.value() * std::sqrt(variance));
  }

  void remember(sweep& s, const state_view& state, double loss, std::optional<double> norm) const {
    const auto count = static_cast<std::int64_t>(s.get(state["count"]));
    const auto i = static_cast<std::size_t>(count % o_.interval);
    s.set(state["losses"], i, loss);
    if (norm) s.set(state["grad_norms"], i, *norm);
    s.increment(state["count"]);
  }

  skip_on_spike_options<> o_;
};

}  // namespace

transformation detail::make_skip_on_spike(const skip_on_spike_options<>& o) {
  return skip_on_spike_rule(o);
}

}  // namespace optaxx
