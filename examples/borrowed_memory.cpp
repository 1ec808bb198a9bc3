// A program that has its numbers already: optaxx steps them where they are. Raw pointers, vectors
// and arrays make a tree; nothing is copied, and after the first step nothing is allocated.

#include <array>
#include <cstdio>
#include <memory>
#include <optaxx/optaxx.hpp>
#include <vector>

namespace optax = optaxx;

// What an engine might have: a spring-mass chain, of which some numbers are to be learned.
struct model {
  std::unique_ptr<float[]> stiffness = std::make_unique<float[]>(6);  // 2 x 3
  std::vector<float> damping = std::vector<float>(3);
  std::array<double, 2> gravity{};
};

int main() {
  model m;
  model gradient;
  const auto tree_of = [](model& x) {
    return optax::tree{
        {"stiffness", optax::borrow(x.stiffness.get(), {2, 3})},
        {"damping", optax::borrow(x.damping)},
        {"gravity", optax::borrow(x.gravity)},
    };
  };
  optax::tree params = tree_of(m);
  const optax::tree grads = tree_of(gradient);

  const auto tx = optax::partition({{"learned", optax::chain(optax::clip(1.0), optax::sgd(0.5))},
                                    {"fixed", optax::set_to_zero()}},
                                   optax::path_labels({{"gravity", "fixed"}, {"**", "learned"}}));
  optax::opt_state state = tx.init(params);

  m.gravity = {0.0, -9.81};
  for (int step = 0; step < 20; ++step) {
    // The gradient of half the squared distance to (1, 2, 3, 4, 5, 6), 0.25 and (1, 1).
    for (std::size_t i = 0; i < 6; ++i) {
      gradient.stiffness[i] = m.stiffness[i] - static_cast<float>(i + 1);
    }
    for (std::size_t i = 0; i < 3; ++i) gradient.damping[i] = m.damping[i] - 0.25F;
    gradient.gravity = {m.gravity[0] - 1, m.gravity[1] - 1};
    tx.step(grads, state, params);
  }

  std::printf("stiffness  %.3f %.3f %.3f\n           %.3f %.3f %.3f\n", m.stiffness[0],
              m.stiffness[1], m.stiffness[2], m.stiffness[3], m.stiffness[4], m.stiffness[5]);
  std::printf("damping    %.3f %.3f %.3f\n", m.damping[0], m.damping[1], m.damping[2]);
  std::printf("gravity    %.3f %.3f, which stays\n", m.gravity[0], m.gravity[1]);

  // A copy owns its memory: it is a snapshot, and the model goes on without it.
  const optax::tree snapshot = params;
  tx.step(grads, state, params);
  std::printf("in place: %s, snapshot in memory of its own: %s\n",
              params["stiffness"].leaf().data() == m.stiffness.get() ? "yes" : "no",
              snapshot["stiffness"].leaf().owning() ? "yes" : "no");
}
