#include "sweep/step_memory.hpp"

#include <stdexcept>
#include <string>

#include "sweep/known_tree.hpp"
#include "sweep/plan.hpp"

namespace optaxx {
namespace {

enum part : std::uint8_t { updates, params, state };
constexpr const char* names[] = {"updates", "params", "state"};

const tree& tree_of(const detail::leaf_memory& m, const step_memory::trees& t) {
  return *(m.tree == params ? t.params : m.tree == state ? t.state : t.updates);
}

[[noreturn]] void refuse(const step_plan& plan, const detail::shared_leaves& pair,
                         const step_memory::trees& t) {
  std::string text = function_of(plan) + ": " +
                     detail::text_of(pair, names[pair.a.tree], tree_of(pair.a, t),
                                     names[pair.b.tree], tree_of(pair.b, t));
  const bool same = pair.a.is_same_as(pair.b);
  if (same && pair.a.tree == params && pair.b.tree == params) {
    text += ": keep one leaf for both, with the sum of their gradients";
  } else if (same && pair.a.tree == updates && pair.b.tree == params) {
    text += ": a gradient may lie only where its own parameter does";
  } else {
    text += ", and what a step writes must be apart from all other leaves";
  }
  throw std::invalid_argument(text);
}

}  // namespace

void step_memory::look(const step_plan& plan, const trees& t) {
  updates_.look_at(t.updates, t.updates_version);
  params_.look_at(t.params, t.params_version);
  state_.look_at(t.state, t.state_version);
  if (t.params_version != params_.version || t.state_version != state_.version)
    written_is_known_ = false;
  params_.version = t.params_version;
  state_.version = t.state_version;
  updates_.version = 0;  // until the end of the search
  updates_apart_ = true;
  if (!updates_.own || !params_.own || !state_.own) search(plan, t);
  updates_.version = t.updates_version;
}

void step_memory::search(const step_plan& plan, const trees& t) {
  if (!written_is_known_) {
    written_.clear();
    if (t.params != nullptr) written_.add(*t.params, params);
    if (t.state != nullptr) written_.add(*t.state, state);
    written_.sort();
    if (const auto pair = written_.overlap()) refuse(plan, *pair, t);
    written_is_known_ = true;
  }
  read_.clear();
  read_.add(*t.updates, updates);
  read_.sort();
  if (const auto pair = read_.partial_overlap()) refuse(plan, *pair, t);
  updates_apart_ = !read_.shares();
  read_.for_each_overlap(written_, [&](const auto& here, const auto& there) {
    updates_apart_ = false;
    if (there.tree != params || here.leaf != there.leaf || !here.is_same_as(there))
      refuse(plan, {here, there}, t);
  });
}

}  // namespace optaxx
