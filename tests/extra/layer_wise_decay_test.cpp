#include "optaxx/extra/layer_wise_decay.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

namespace {

using namespace optaxx;
using testing::ThrowsMessage;

tree ones() {
  const tree block{{"w", array{1.0F}}};
  return {{"blocks", {{"0", block}, {"1", block}, {"11", block}, {"2", block}}},
          {"embed", {{"w", array{1.0F}}}},
          {"head", array{1.0F}},
          {"pos", array{1.0F}}};
}

float of(const tree& updates, const char* layer) {
  return updates["blocks"][layer]["w"].leaf().data<float>()[0];
}

// BEiT's decay ** (num_layers + 1 - depth), with powers of two.
TEST(layer_wise_decay, is_stronger_the_nearer_the_input) {
  const transformation tx =
      layer_wise_decay(0.5, 3, "blocks/{}/**", {.embeddings = {"embed/**", "pos"}});
  opt_state state = tx.init(ones());
  const tree updates = tx.update(ones(), state);
  EXPECT_EQ(updates["embed"]["w"], tree(array{0.0625F}));
  EXPECT_EQ(updates["pos"], tree(array{0.0625F}));
  EXPECT_EQ(of(updates, "0"), 0.125F);
  EXPECT_EQ(of(updates, "1"), 0.25F);
  EXPECT_EQ(of(updates, "2"), 0.5F);
  EXPECT_EQ(of(updates, "11"), 1.0F);  // no layer of three
  EXPECT_EQ(updates["head"], tree(array{1.0F}));
}

TEST(layer_wise_decay, says_what_is_wrong) {
  EXPECT_THAT([] { layer_wise_decay(0.5, 0, "blocks/{}"); },
              ThrowsMessage<std::invalid_argument>(
                  "layer_wise_decay: num_layers must be 1 to 1000, got 0"));
  EXPECT_THAT([] { layer_wise_decay(0.5, 1001, "blocks/{}"); },
              ThrowsMessage<std::invalid_argument>(
                  "layer_wise_decay: num_layers must be 1 to 1000, got 1001"));
  for (const char* const layer : {"blocks", "{}/{}"}) {
    EXPECT_THAT([&] { layer_wise_decay(0.5, 3, layer); },
                ThrowsMessage<std::invalid_argument>(
                    testing::StartsWith("layer_wise_decay: layer must have {} once")));
  }
}

}  // namespace
