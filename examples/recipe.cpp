// An optimizer as text, as a configuration file would hold it: the Python that makes it with Optax.

#include <cstdio>
#include <optaxx/optaxx.hpp>

namespace optax = optaxx;

const char* const text = R"(
import optax

rate = optax.warmup_cosine_decay_schedule(
    init_value=0.0,
    peak_value=peak,  # the caller binds it
    warmup_steps=steps // 10,
    decay_steps=steps,
)
tx = optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(rate, weight_decay=0.1, mask=weights))
)";

int main() {
  const optax::transformation tx =
      optax::recipe(text, {{"peak", 0.05}, {"steps", 200}, {"weights", optax::paths("**/w")}});
  std::printf("%s\n\n", optax::describe(tx).c_str());

  try {
    optax::recipe("optax.adamw(1e-3, weigth_decay=0.1)");
  } catch (const optax::format_error& e) {
    std::printf("%s\n", e.what());
  }
}
