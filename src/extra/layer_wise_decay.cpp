#include "optaxx/extra/layer_wise_decay.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "core/flush_guard.hpp"
#include "core/key_path.hpp"
#include "optaxx/combinators/partition.hpp"
#include "optaxx/transforms/identity.hpp"
#include "optaxx/transforms/scale.hpp"
#include "transforms/alias.hpp"

namespace optaxx {
namespace {

constexpr std::int64_t most_layers = 1000;
constexpr const char* rest = "rest";

using depth_rules = std::vector<std::pair<path_glob, std::string>>;

// The label of each leaf. A model may have fewer layers than are counted, and a mask hide some.
label_tree depths_of(const tree& params, const depth_rules& rules) {
  std::vector<std::string> labels;
  for (const std::string& path : detail::leaf_paths(*params.structure())) {
    const auto rule = std::find_if(rules.begin(), rules.end(),
                                   [&](const auto& r) { return r.first.matches(path); });
    labels.push_back(rule == rules.end() ? rest : rule->second);
  }
  return {params.structure(), std::move(labels)};
}

void check(const layer_wise_decay_options<>& o) {
  if (o.num_layers < 1 || o.num_layers > most_layers) {
    throw std::invalid_argument("layer_wise_decay: num_layers must be 1 to 1000, got " +
                                std::to_string(o.num_layers));
  }
  const std::size_t at = o.layer.find("{}");
  if (at == o.layer.npos || o.layer.find("{}", at + 2) != o.layer.npos) {
    throw std::invalid_argument(
        "layer_wise_decay: layer must have {} once, for the number of a layer, got " +
        option_text(o.layer));
  }
}

transformation partition_of(const layer_wise_decay_options<>& o) {
  labelled_transformations by_depth;
  depth_rules rules;
  for (std::int64_t depth = 0; depth <= o.num_layers; ++depth) {
    const std::string label = std::to_string(depth);
    by_depth.emplace_back(label, scale(detail::unflushed([&] {
                            return std::pow(o.decay.value(),
                                            static_cast<double>(o.num_layers + 1 - depth));
                          })));
    if (depth == 0) {
      for (const std::string& path : o.embeddings) rules.emplace_back(path_glob(path), label);
    } else {
      std::string path = o.layer;
      path.replace(path.find("{}"), 2, std::to_string(depth - 1));
      rules.emplace_back(path_glob(path), label);
    }
  }
  by_depth.emplace_back(rest, identity());
  return partition(std::move(by_depth), [rules = std::move(rules)](const tree& params) {
    return depths_of(params, rules);
  });
}

}  // namespace

transformation detail::make_layer_wise_decay(const layer_wise_decay_options<>& o) {
  check(o);
  return alias(call_of<layer_wise_decay_options<given, given, given>>("optaxx.layer_wise_decay", o),
               partition_of(o));
}

}  // namespace optaxx
