// tx.init(params) and tx.update(updates, state, params) within a function of the text.
#include <algorithm>
#include <memory>

#include "core/forever.hpp"
#include "recipe/run/arguments.hpp"
#include "recipe/run/interpreter.hpp"
#include "recipe/run/methods.hpp"
#include "recipe/run/surroundings.hpp"
#include "recipe/values/array_trees.hpp"
#include "recipe/values/repr.hpp"

namespace optaxx::recipes {
namespace {

tree tree_argument(const call_site& site, const argument* a) {
  if (a == nullptr) return none;
  return placed(a->at, [&] { return tree_of(*a->given, site.in.x64()); });
}

// What the transformation refuses, at the call.
template <class F>
auto asked(const call_site& site, const F& f) {
  try {
    return f();
  } catch (const std::exception& e) {
    throw fault{site.at, e.what()};
  }
}

// A transformation calls functions of the program's.
template <class F>
auto theirs(const F& f) {
  const surroundings_of_caller caller;
  return f();
}

value init_of(const value& self, const call_site& site) {
  const tree params = tree_argument(site, match_arguments("init", site, {"params"}, 1)[0]);
  const auto& tx = *self.get<transformation>();
  site.in.spend(site.at, 100 + params.leaves().size());
  return asked(site, [&] {
    const auto state = held(theirs([&] { return tx.init(params); }), site.in.arrays());
    return state_value(state, params, site.in.arrays());
  });
}

value update_of(const value& self, const call_site& site) {
  std::vector<argument> own;
  extra_args extra;
  for (const argument& a : site.arguments) {
    const bool named = a.keyword.empty() || a.keyword == "updates" || a.keyword == "state" ||
                       a.keyword == "params";
    if (named) {
      own.push_back(a);
    } else if (a.keyword == "value") {
      extra.value = convert(*a.given, {site.in, a.at, "value"}, option_type<double>{});
    } else if (const auto* d = a.given->get<double>()) {
      extra.others.emplace(a.keyword, *d);
    } else {
      extra.others.emplace(a.keyword, tree_argument(site, &a));
    }
  }
  const auto chosen =
      match_arguments("update", {site.in, site.at, own}, {"updates", "state", "params"}, 2);
  const auto& tx = *self.get<transformation>();
  const tree updates = tree_argument(site, chosen[0]);
  const bool has_params = chosen[2] != nullptr && chosen[2]->given->get<none_t>() == nullptr;
  const tree params = has_params ? tree_argument(site, chosen[2]) : tree(none);
  site.in.spend(site.at, 100 + 2 * updates.leaves().size());
  constexpr std::uint64_t work_of_an_element = 32;
  return asked(site, [&] {
    site.in.arrays()->compute(work_of_an_element * elements_of(updates));
    opt_state state = theirs([&] { return tx.init(has_params ? params : updates); });
    const tree given = tree_like(state.structure(), *chosen[1]->given, "the state", site.in.x64());
    std::copy(given.leaves().begin(), given.leaves().end(), state.leaves().begin());
    const auto result =
        held(theirs([&] { return tx.update(updates, state, params, extra); }), site.in.arrays());
    const auto next = held(std::move(state), site.in.arrays());
    return make_sequence(
        true, {value_of(result, site.in.arrays()), state_value(next, updates, site.in.arrays())});
  });
}

}  // namespace

const methods& transformation_methods() {
  static const methods& all = detail::forever(methods{{"init", init_of}, {"update", update_of}});
  return all;
}

}  // namespace optaxx::recipes
