// Sums that rules ask for in mid-step: of a term, of squares, of what is not finite.
#include <algorithm>

#include "core/flush_guard.hpp"
#include "kernels/nonfinite.hpp"
#include "kernels/square.hpp"
#include "sweep/recording.hpp"
#include "sweep/reduce.hpp"

namespace optaxx {

// The last `terms` ops of the recording are terms of a reduction, and leave it again. Under a
// flush_guard.
void step_recording::run_terms(std::uint32_t terms, pass_reason why) {
  check_trees();
  const exec::moved_slots slots = slots_now();
  phase& p = current();
  const exec::lowering& code = lowered(p, terms);
  reduction_.prepare(code, inputs(p, slots), isa::finish::accumulate, true);
  note(why, p, code, reduction_, true);
  p.ops.resize(p.ops.size() - terms);
  reduction_.run();
}

std::span<double> step_recording::new_sums(std::size_t n) {
  if (sums_used_ == sums_.size()) sums_.emplace_back();
  std::vector<double>& sums = sums_[sums_used_++];
  sums.resize(n);
  return sums;
}

std::span<const double> step_recording::reduce(const kernel_detail::erased& kernel,
                                               std::span<const kernel_argument> arguments,
                                               const leaf_set* only) {
  const exec::recorded_op term = make(kernel, arguments, only);
  const leaf_set& set = selection(only);
  const std::span<double> sums = new_sums(set.positions.size());
  if (set.positions.empty()) return sums;
  if (!slots_.replaced().empty()) begin_phase_if_changed(arguments, only);
  current().ops.push_back(term);
  const flush_guard guard;
  run_terms(1, pass_reason::sum);
  reduction_.leaf_sums(0, set, sums.data());
  return sums;
}

// Leaves of integers have no part in it.
exec::total step_recording::add_up(std::span<const double> sums, const leaf_set& set) {
  sum_types_.clear();
  for (const std::uint32_t leaf : set.positions) sum_types_.push_back(reduction_.sum_type(leaf, 0));
  if (!trees_.plan->integral) return exec::add_leaves(sums.data(), sum_types_.data(), sums.size());
  float_sums_.clear();
  for (std::size_t i = 0; i < sums.size(); ++i) {
    if (is_floating(sum_types_[i])) float_sums_.push_back(sums[i]);
  }
  std::erase_if(sum_types_, [](dtype type) { return !is_floating(type); });
  return exec::add_leaves(float_sums_.data(), sum_types_.data(), float_sums_.size());
}

double step_recording::total(std::span<const double> sums, const leaf_set* only) {
  return add_up(sums, selection(only)).value;
}

// The norm, and with it, in the same pass over memory, whether all elements are finite.
void step_recording::measure(const leaf_set* only, bool finite_too) {
  if (measured_.revision == revision_ && measured_.only == only &&
      (measured_.finite_known || !finite_too))
    return;
  const leaf_set& set = selection(only);
  measured m{only, revision_, 0.0, finite_too, true};
  if (!set.positions.empty()) {
    const kernels::square<double> square;
    const kernels::nonfinite<double> nonfinite;
    current().ops.push_back(
        make(kernel_detail::erase<kernels::square<double>, 0>(square), {}, only));
    if (finite_too) {
      current().ops.push_back(
          make(kernel_detail::erase<kernels::nonfinite<double>, 0>(nonfinite), {}, only));
    }
    const flush_guard guard;
    run_terms(finite_too ? 2 : 1, finite_too ? pass_reason::finite : pass_reason::norm);
    const std::span<double> sums = new_sums(set.positions.size());
    if (finite_too) {
      reduction_.leaf_sums(1, set, sums.data());
      m.finite = std::all_of(sums.begin(), sums.end(), [](double n) { return n == 0.0; });
    }
    reduction_.leaf_sums(0, set, sums.data());
    m.norm = exec::root(add_up(sums, set));
  }
  measured_ = m;
}

double step_recording::global_norm(const leaf_set* only) {
  measure(only, false);
  return measured_.norm;
}

bool step_recording::all_finite(const leaf_set* only) {
  measure(only, true);
  return measured_.finite;
}

}  // namespace optaxx
