#include "sweep/traffic.hpp"

#include <algorithm>
#include <numeric>
#include <set>

#include "sweep/plan.hpp"

namespace optaxx {
namespace {

void add(std::vector<traffic::slot>& slots, std::uint32_t first_leaf, std::size_t bytes) {
  const auto found = std::ranges::find(slots, first_leaf, &traffic::slot::first_leaf);
  if (found == slots.end()) {
    slots.push_back({first_leaf, bytes});
  } else {
    found->bytes += bytes;
  }
}

std::size_t sum(const std::vector<traffic::slot>& slots) {
  return std::accumulate(slots.begin(), slots.end(), std::size_t{0},
                         [](std::size_t n, const traffic::slot& s) { return n + s.bytes; });
}

}  // namespace

std::size_t traffic::read() const { return updates_read + params_read + sum(slots_read); }
std::size_t traffic::written() const {
  return updates_written + params_written + sum(slots_written);
}

traffic traffic_of(const planned_pass& p) {
  traffic t;
  for (std::size_t leaf = 0; leaf < p.plan->leaves.size(); ++leaf) {
    const exec::leaf_class& c = p.code->classes[p.code->class_of[leaf]];
    if (c.absent) continue;
    const std::size_t n = p.plan->leaves[leaf].elements;
    const bool applies = p.end == isa::finish::apply && !c.silent;
    const bool sums = p.end == isa::finish::accumulate;
    const bool folds = p.why == pass_reason::axes;
    const bool stores = p.end == isa::finish::store && !folds;
    if (folds && p.ops.back().only->rank[leaf] == not_selected) continue;
    if (sums ? c.terms == 0 : !applies && !stores && !folds && !c.touches_slots) continue;
    (c.params_come_in ? t.params_read : t.updates_read) += n * size_of(c.source);
    if (stores) t.updates_written += n * size_of(c.out);
    if (applies || c.sees_params) t.params_read += n * size_of(c.param);
    if (applies) t.params_written += n * size_of(c.param);
    std::set<std::uint16_t> seen;
    for (const isa::op& op : c.ops) {
      for (std::size_t s = 0; s < op.slots; ++s) {
        if (c.streams[op.stream[s]].reads) continue;
        if (!seen.insert(op.stream[s]).second) continue;
        const auto& [slot, set, reads, storage, scales] = c.streams[op.stream[s]];
        const std::size_t bytes =
            storage != nullptr ? storage->bytes(n) : n * size_of(op.storage[s]);
        add(t.slots_read, slot, bytes);
        if (!p.dry) add(t.slots_written, slot, bytes);
      }
    }
  }
  return t;
}

}  // namespace optaxx
