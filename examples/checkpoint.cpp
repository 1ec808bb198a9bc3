// A run that is stopped and goes on: parameters and the optimizer's state in one file, which
// replaces the last one as a whole.

#include <cstdio>
#include <filesystem>
#include <optaxx/optaxx.hpp>
#include <string>

namespace optax = optaxx;
namespace fs = std::filesystem;

const optax::transformation tx =
    optax::adamw(optax::cosine_decay_schedule(0.1, 200), {.weight_decay = 0.01});

optax::tree first_params() { return {{"w", optax::array{4.0F, -3.0F}}, {"b", optax::array(1.0F)}}; }

// Down (x - 1)² in every element, from one step to another.
void train(optax::tree& params, optax::opt_state& state, int first, int last) {
  optax::tree grads = params;
  for (int step = first; step < last; ++step) {
    for (std::size_t i = 0; i < grads.leaves().size(); ++i) {
      const optax::array& x = params.leaves()[i];
      for (std::size_t j = 0; j < x.size(); ++j)
        grads.leaves()[i].mutable_data<float>()[j] = 2 * (x.data<float>()[j] - 1);
    }
    tx.step(grads, state, params);
  }
}

void save(const fs::path& file, const optax::tree& params, const optax::opt_state& state,
          int step) {
  optax::save_tree(file, {{"params", params}, {"state", state.root()}},
                   {{"step", std::to_string(step)}, {"recipe", optax::describe(tx)}});
}

int main() {
  const fs::path file = fs::temp_directory_path() / "optaxx_example_checkpoint.safetensors";

  optax::tree params = first_params();
  optax::opt_state state = tx.init(params);
  train(params, state, 0, 100);
  save(file, params, state, 100);
  train(params, state, 100, 200);

  // Another day.
  optax::tree resumed = optax::load_tree(file, "params");
  optax::opt_state resumed_state = tx.init(resumed);
  optax::load_state(file, resumed_state, {.part = "state"});
  const int step = std::stoi(optax::load_metadata(file).at("step"));
  train(resumed, resumed_state, step, 200);
  std::printf("from step %d: %s\n", step,
              resumed == params && resumed_state == state ? "the same numbers" : "other numbers");

  // A file that does not fit says so, and the state is as it was.
  optax::tree wider = first_params();
  wider["w"] = optax::array{1.0F, 2.0F, 3.0F};
  optax::opt_state other = tx.init(wider);
  try {
    optax::load_state("nowhere.safetensors", other);
  } catch (const std::exception& e) {
    std::printf("%s\n", e.what());
  }
  try {
    optax::load_state(file, other, {.part = "state"});
  } catch (const optax::tree_mismatch& e) {
    const std::string text = e.what();
    std::printf("load_state: ...%s\n", text.substr(text.find('\n')).c_str());
  }
  const optax::loaded_leaves leaves =
      optax::load_state(file, other, {.part = "state", .partial = true});
  std::printf("%zu loaded, %zu left\n", leaves.loaded.size(), leaves.left.size());
  fs::remove(file);
}
