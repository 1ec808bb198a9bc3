#include "optaxx/io/state_file.hpp"

#include <algorithm>
#include <cstring>
#include <map>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "core/key_path.hpp"
#include "io/structure_difference.hpp"
#include "io/tree_contents.hpp"
#include "optaxx/core/errors.hpp"
#include "sweep/check.hpp"
#include "sweep/recording.hpp"

namespace optaxx {
namespace {

constexpr std::size_t most_shown = 20;

// A leaf of the state, and what the file has for it.
struct copy_of_leaf {
  array* to;
  const io::tensor* from;
  std::unique_ptr<array> other_dtype = {};  // to take the place of the leaf
};

// Decides what is copied where; nothing is written before all of it is known to fit.
class loading {
 public:
  loading(const io::tree_contents& contents, opt_state& state)
      : state_(&state), plan_(opt_state_access::plan(state).get()) {
    std::map<std::string_view, const io::tensor*> entries;
    for (const io::named_tensor& leaf : contents.leaves) entries.emplace(leaf.path, leaf.values);
    std::size_t i = 0;
    for (std::string& path : detail::leaf_paths(*state.structure())) {
      const std::size_t at = i++;
      array& leaf = state.leaves()[at];
      const auto entry = entries.find(path);
      const std::string misfit =
          entry == entries.end() ? " is missing" : misfit_of(*entry->second, leaf, at);
      if (misfit.empty()) {
        const io::leaf_form form = entry->second->form();
        copies_.push_back({&leaf, entry->second});
        if (form.type != leaf.dtype()) take_dtype(at, form);
      }
      if (!misfit.empty()) misfits.push_back(path + misfit);
      if (entry != entries.end()) entries.erase(entry);
      (misfit.empty() ? result.loaded : result.left).push_back(std::move(path));
    }
    for (const auto& [path, values] : entries) {
      result.unused.emplace_back(path);
      misfits.push_back(result.unused.back() + " is not in the state");
    }
  }

  void copy() {
    for (copy_of_leaf& c : copies_) {
      if (c.other_dtype != nullptr) *c.to = std::move(*c.other_dtype);
      if (c.from->bytes.empty()) continue;
      std::memcpy(c.to->mutable_data(), c.from->bytes.data(), c.from->bytes.size());
    }
    if (dtypes_ == nullptr) return;
    opt_state_access::dtypes(*state_) = std::move(dtypes_);
    opt_state_access::drop_workspace(*state_);
  }

  loaded_leaves result;
  std::vector<std::string> misfits;

 private:
  // A field that follows the gradients may have been saved wider than it was laid out.
  void take_dtype(std::size_t leaf, const io::leaf_form& form) {
    if (dtypes_ == nullptr)
      dtypes_ = std::make_shared<state_dtypes::list>(*opt_state_access::dtypes(*state_));
    (*dtypes_)[leaf] = form.type;
    copies_.back().other_dtype = std::make_unique<array>(form.type, form.shape);
  }
  std::string misfit_of(const io::tensor& from, const array& to, std::size_t leaf) const {
    const io::leaf_form form = from.form();
    if (form.shape != to.shape())
      return " has shape " + form.shape.text() + ", the state has " + to.shape().text();
    const bool follows = plan_ != nullptr && may_hold(*plan_, leaf, form.type);
    if (form.type != to.dtype() && !follows) {
      return " is " + std::string(name_of(form.type)) + ", the state has " +
             std::string(name_of(to.dtype()));
    }
    if (!to.writable()) return " of the state was borrowed as const and cannot be written to";
    return {};
  }

  opt_state* state_;
  const step_plan* plan_;
  std::vector<copy_of_leaf> copies_;
  std::shared_ptr<state_dtypes::list> dtypes_;  // of the state, if others than now
};

}  // namespace

void save_state(const std::filesystem::path& file, const opt_state& state,
                const save_state_options& options) {
  opt_state_access::expect_some(state, "save_state");
  file_metadata metadata = options.metadata;
  const auto add = [&](const char* name, std::string value) {
    if (!metadata.emplace(name, std::move(value)).second) {
      throw std::invalid_argument("save_state: " + file.string() + ": the name '" + name +
                                  "' of metadata is taken");
    }
  };
  const auto& plan = opt_state_access::plan(state);
  add("recipe", plan == nullptr ? "" : plan->owner->describe().text());
  if (options.step) add("step", std::to_string(*options.step));
  io::write_tree("save_state", file, state, std::move(metadata));
}

loaded_leaves load_state(const std::filesystem::path& file, opt_state& state,
                         const load_state_options& options) {
  opt_state_access::expect_some(state, "load_state");
  opt_state_access::expect_idle(state, "load_state");
  opt_state_access::expect_whole(state, "load_state");
  const io::tree_contents contents = io::read_contents("load_state", file, options.part, &state);
  loading load(contents, state);
  if (!options.partial) {
    std::vector<std::string>& misfits = load.misfits;
    if (misfits.empty() && contents.stated) {
      misfits.push_back(
          io::structure_difference(*contents.structure, *state.structure(), "the state"));
      if (misfits.front().empty()) misfits.clear();
    }
    if (!misfits.empty()) {
      std::string message = "load_state: " + file.string() + ":";
      const std::size_t shown = std::min(misfits.size(), most_shown);
      for (std::size_t i = 0; i < shown; ++i)
        message += (misfits.size() == 1 ? " " : "\n  ") + misfits[i];
      if (shown < misfits.size())
        message += "\n  and " + std::to_string(misfits.size() - shown) + " more";
      throw tree_mismatch(message);
    }
  }
  load.copy();
  return std::move(load.result);
}

}  // namespace optaxx
