// Calls of optax that Optax itself does not take, though people write them, or takes by an old
// name: each is rewritten to one that it does.
#include <algorithm>

#include "optaxx/combinators/chain.hpp"
#include "optaxx/transforms/scale.hpp"
#include "recipe/modules/table.hpp"
#include "recipe/options/convert.hpp"
#include "recipe/run/interpreter.hpp"
#include "recipe/values/arithmetic.hpp"
#include "recipe/values/repr.hpp"
#include "recipe/values/tree_values.hpp"

namespace optaxx::recipes {
namespace {

using arguments = std::vector<argument>;
using rewrite = void (*)(arguments&, const call_site&);

argument* find(arguments& all, std::string_view keyword) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const argument& a) { return a.keyword == keyword; });
  return found == all.end() ? nullptr : &*found;
}

// scale(learning_rate=-1e-3), scale_gradient(scale=2.0)
void name_step_size(arguments& all, const call_site&) {
  for (argument& a : all) {
    if (a.keyword == "learning_rate" || a.keyword == "scale") a.keyword = "step_size";
  }
}

// add_noise(0.01, 0.55, seed=0): the old name of the key.
void name_key(arguments& all, const call_site&) {
  if (argument* const seed = find(all, "seed")) seed->keyword = "key";
}

// clip(min_delta=-1.0, max_delta=1.0)
void drop_min_delta(arguments& all, const call_site& site) {
  const argument* const least = find(all, "min_delta");
  if (least == nullptr) return;
  const argument* const most = find(all, "max_delta");
  const value lower = *least->given;
  const bool symmetric = most != nullptr && is_number(lower) && is_number(*most->given) &&
                         same(negative(lower, site.in.x64()), *most->given);
  if (!symmetric) {
    throw fault{least->at, "optax.clip: min_delta must be -max_delta, got " + described(lower)};
  }
  std::erase_if(all, [](const argument& a) { return a.keyword == "min_delta"; });
}

// multi_transform({'a': tx, 'b': other}, {'a': 0.1, 'b': 1.0}): a number is no label there but the
// factor of its key's transformation.
void multiply_rates(arguments& all, const call_site& site) {
  argument* const labels =
      all.size() > 1 && all[1].keyword.empty() ? &all[1] : find(all, "param_labels");
  argument* const transforms =
      !all.empty() && all[0].keyword.empty() ? &all[0] : find(all, "transforms");
  if (labels == nullptr || transforms == nullptr) return;
  const auto* factors = labels->given->get<dictionary>();
  const auto* parts = transforms->given->get<dictionary>();
  if (factors == nullptr || parts == nullptr || factors->items().empty()) return;
  for (const auto& [k, factor] : factors->items()) {
    const bool number = factor.get<double>() != nullptr || factor.get<std::int64_t>() != nullptr;
    if (!number || find_key(*parts, factor) != nullptr || find_key(*parts, k) == nullptr) return;
  }
  dictionary_builder scaled;
  dictionary_builder names;
  for (const auto& [k, tx] : parts->items()) {
    const value* const factor = find_key(*factors, k);
    const auto part = convert(tx, {site.in, transforms->at, "optax.multi_transform: transforms"},
                              option_type<transformation>{});
    if (factor == nullptr || same(*factor, std::int64_t{1})) {
      scaled.set(k, part);
    } else {
      scaled.set(k, chain(part, scale(convert(*factor, {site.in, labels->at, "param_labels"},
                                              option_type<number>{}))));
    }
  }
  for (const auto& item : factors->items()) names.set(item.first, item.first);
  transforms->given = std::make_shared<const value>(scaled.build());
  labels->given = std::make_shared<const value>(names.build());
}

struct extra {
  const char* name;
  const char* stands_for;
  rewrite change;
};
constexpr extra extras[] = {
    {"optax.scale", "optax.scale", name_step_size},
    {"optax.scale_gradient", "optax.scale", name_step_size},
    {"optax.add_noise", "optax.add_noise", name_key},
    {"optax.noisy_sgd", "optax.noisy_sgd", name_key},
    {"optax.clip", "optax.clip", drop_min_delta},
    {"optax.multi_transform", "optax.multi_transform", multiply_rates},
    {"optax.partition", "optax.partition", multiply_rates},
};

}  // namespace

void add_optax_extras(known_names& names) {
  for (const extra& e : extras) {
    const auto known = names.find(e.stands_for);
    const auto original = *known->second.get<std::shared_ptr<const builtin>>();
    builtin changed = *original;
    changed.run = [original, change = e.change](const call_site& site) {
      arguments all = site.arguments;
      change(all, site);
      return original->run({site.in, site.at, all});
    };
    if (original->inject != nullptr) {
      changed.inject = [original, change = e.change](const call_site& site,
                                                     const inject_hyperparams_options& settings) {
        arguments all = site.arguments;
        change(all, site);
        return original->inject({site.in, site.at, all}, settings);
      };
    }
    names.insert_or_assign(e.name, value(std::make_shared<const builtin>(std::move(changed))));
  }
}

}  // namespace optaxx::recipes
