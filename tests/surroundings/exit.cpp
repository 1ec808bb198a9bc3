// A global that is older than all that the library keeps uses the library in its destructor.
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <optaxx/optaxx.hpp>
#include <string>

namespace {

namespace optax = optaxx;

// Something of everything, as text.
std::string work(const std::filesystem::path& folder) {
  const optax::transformation tx = optax::recipe(R"(
import re
def mask(params):
  return jax.tree_util.tree_map_with_path(lambda path, p: re.search(r'W', str(path), re.I) is not None, params)
optax.chain(
    optax.clip_by_global_norm(1.0),
    optax.adamw(optax.join_schedules([optax.linear_schedule(0.0, 0.1, 3), lambda t: jnp.sqrt(0.01) * len(f'{t}')/len(f'{t}')],
                                     [3]), mask=mask),
    optax.add_noise(0.01, 0.55, 3)))");
  optax::tree params{{"w", std::vector<float>(90000, 0.25F)},
                     {"list", optax::list(optax::none, optax::tuple(optax::array(3.0F)))}};
  const optax::tree grads = optax::tree_scale(0.5, params);
  optax::opt_state state = tx.init(params);
  for (int i = 0; i < 5; ++i) tx.step(grads, state, params);
  const auto file = folder / ("exit-" + std::to_string(getpid()));
  optax::save_state(file, state, {.step = 5, .metadata = {{"who", "a global"}}});
  optax::opt_state other = tx.init(params);
  optax::load_state(file, other);
  const std::string recipe = optax::load_metadata(file).at("recipe");
  std::filesystem::remove(file);
  std::string wrong;
  try {
    optax::recipe("optax.adam(1e-3");
  } catch (const optax::format_error& e) {
    wrong = e.what();
  }
  return optax::to_string(params) + optax::to_string(other) + optax::describe(tx) + recipe +
         optax::explain(tx, params) + optax::build_info() + wrong +
         std::to_string(optax::schedule_recipe("lambda t: float('0.1') * t")(5)) +
         std::to_string(optax::recipe_names().size());
}

struct user {
  std::filesystem::path folder;
  std::string* before = nullptr;
  ~user() {
    if (before == nullptr || work(folder) != *before) {
      std::puts("not what it was before");
      std::fflush(stdout);
      _exit(1);
    }
    delete before;
  }
} global;

}  // namespace

int main(int, char** arguments) {
  optax::set_threads(3);
  global.folder = arguments[1];
  global.before = new std::string(work(global.folder));
}
