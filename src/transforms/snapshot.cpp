#include "optaxx/transforms/snapshot.hpp"

#include <stdexcept>

#include "transforms/measured.hpp"

namespace optaxx {
namespace {

class snapshot_rule final : public rule {
 public:
  explicit snapshot_rule(const snapshot_options<>& o) : o_(o) {
    if (!o.measure)
      throw std::invalid_argument("snapshot: the measure of '" + o.measure_name + "' is empty");
  }

  void init(layout& state) const override {
    const std::optional<tree> wide = widened_params(state);
    tree first = o_.measure(wide ? *wide : state.params(), state.x64());
    state.type("SnapshotState");
    lay_out_measured(state, "measurement", tree::dict({{o_.measure_name, std::move(first)}}));
  }
  void update(sweep& s, const state_view& state) const override {
    set_measured(s, state["measurement"][o_.measure_name], "snapshot", o_.measure_name,
                 o_.measure(s.updates(), s.x64()));
  }
  call describe() const override {
    return call_of<snapshot_options<given, given>>("optax.snapshot", o_);
  }

 private:
  snapshot_options<> o_;
};

}  // namespace

transformation detail::make_snapshot(const snapshot_options<>& o) { return snapshot_rule(o); }

}  // namespace optaxx
