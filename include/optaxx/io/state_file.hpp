#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "optaxx/core/transform.hpp"
#include "optaxx/io/tree_file.hpp"

namespace optaxx {

struct save_state_options {
  std::optional<std::int64_t> step = {};  ///< Kept as the metadata `step`.
  file_metadata metadata = {};            ///< Strings of yours.
};

/// save_tree of an optimizer's state. The transformation, as `describe` gives it, is kept as the
/// metadata `recipe`.
void save_state(const std::filesystem::path& file, const opt_state& state,
                const save_state_options& options = {});

struct load_state_options {
  std::string part = "";  ///< The state is this part of the file's tree: "state".
  /// Load what fits, leave the rest of the state as it is.
  bool partial = false;
};

/// What became of a state, by key path.
struct loaded_leaves {
  std::vector<std::string> loaded;
  std::vector<std::string> left;    ///< Not in the file, or another form there; or const memory.
  std::vector<std::string> unused;  ///< In the file, and not in the state.
};

/// Loads a state into one that `init` has made, which goes on with its transformation:
///
///     optax::opt_state state = tx.init(params);
///     optax::load_state("run.safetensors", state);
///
/// Structure, shapes and dtypes must be the same, but that a field which follows gradients wider
/// than the parameters may have been saved as wide; throws tree_mismatch otherwise, with all that
/// is different. `{.partial = true}` loads what is the same. A file that others wrote is compared
/// by names, shapes and dtypes alone. Throws what load_tree throws. A call that throws has changed
/// nothing.
loaded_leaves load_state(const std::filesystem::path& file, opt_state& state,
                         const load_state_options& options = {});

}  // namespace optaxx
