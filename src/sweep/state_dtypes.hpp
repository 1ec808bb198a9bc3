#pragma once

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "optaxx/core/tree.hpp"

namespace optaxx {

/// The dtypes of a state's arrays. They are as init laid them out until a step whose updates are
/// wider than the parameters: then fields that follow the updates, as nearly all of Optax's do,
/// become as wide, before anything is computed with them and without a change of value.
class state_dtypes {
 public:
  using list = std::vector<dtype>;
  /// An array of the state, by its leaf, and what it becomes.
  struct wider {
    std::uint32_t leaf;
    dtype type;
  };

  /// A step begins with these. `follows`, by leaf: whether it may become wider.
  void begin(tree& state, const std::shared_ptr<const list>& laid_out,
             const std::vector<unsigned char>& follows) {
    state_ = &state;
    structure_ = state.structure().get();
    now_ = before_ = laid_out.get();
    follows_ = follows.data();
  }

  /// The state is somewhere else.
  void follow_state(tree& to) noexcept { state_ = &to; }

  const list& now() const { return *now_; }
  /// As the step found them.
  const list& before() const { return *before_; }
  bool follows(std::uint32_t leaf) const { return follows_[leaf] != 0; }

  /// Arrays take the place of these, with the same values.
  void widen(const std::vector<wider>& leaves);
  bool widened() const { return now_ != before_; }
  /// The step has been made: hands out the list to begin the next one with.
  std::shared_ptr<const list> keep() noexcept;
  /// It has not: all arrays are what they were, if they are still there.
  void undo() noexcept;

 private:
  tree* state_ = nullptr;
  const tree_structure* structure_ = nullptr;  // of the state, whose plan keeps it
  const list* before_ = nullptr;
  const list* now_ = nullptr;
  const unsigned char* follows_ = nullptr;
  std::shared_ptr<const list> widened_;
  std::vector<std::pair<std::uint32_t, array>> narrow_;  // what they have taken the place of
};

}  // namespace optaxx
