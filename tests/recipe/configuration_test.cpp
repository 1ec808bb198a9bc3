// Configurations: dicts that a caller binds, and objects of Python that have nothing but
// attributes.

#include <gmock/gmock.h>

#include <string>

#include "optaxx/optaxx.hpp"
#include "recipe/evaluated.hpp"

namespace {

using namespace optaxx;
using testing::HasSubstr;

const bindings& given() {
  static const bindings all = {
      {"cfg", binding::dict({{"lr", 0.1},
                             {"items", 3},
                             {"schedule", binding::dict({{"warmup", 10},
                                                         {"names", binding::list({"a", "b"})}})},
                             {"clip", none}})}};
  return all;
}

std::string made(const std::string& text) {
  try {
    return describe(recipe(text, given()));
  } catch (const format_error& e) {
    return e.what();
  }
}

TEST(recipe_configuration, has_attributes) {
  EXPECT_EQ(made("optax.adam(cfg.lr)"), "optax.adam(learning_rate=0.1)");
  EXPECT_EQ(made("optax.sgd(optax.linear_schedule(0, cfg.lr, cfg.schedule.warmup))"),
            made("optax.sgd(optax.linear_schedule(0, 0.1, 10))"));
  EXPECT_EQ(made("optax.scale(cfg['lr'] * cfg.get('lr') * cfg.items)"),
            made("optax.scale(0.1 * 0.1 * 3)"));
  EXPECT_EQ(made("optax.scale(len(cfg.schedule.names) if hasattr(cfg, 'lr') else 0)"),
            made("optax.scale(2)"));
  EXPECT_EQ(
      made("optax.sgd(getattr(cfg, 'momentum', 0.5), **(cfg.extra if 'extra' in cfg else {}))"),
      made("optax.sgd(0.5)"));
  EXPECT_EQ(made("tx = optax.identity() if cfg.clip is None else optax.clip(cfg.clip)"),
            made("optax.identity()"));
}

TEST(recipe_configuration, changes_in_the_text_alone) {
  EXPECT_EQ(made("cfg.lr *= 2\ncfg.new = cfg.lr\ncfg.schedule.warmup = 5\ncfg['other'] = 1\n"
                 "tx = optax.scale(cfg.new * cfg.schedule.warmup + cfg.other)"),
            made("optax.scale(0.2 * 5 + 1)"));
  EXPECT_EQ(made("optax.scale(cfg.lr)"), made("optax.scale(0.1)"));
}

TEST(recipe_configuration, says_what_is_wrong) {
  EXPECT_THAT(made("optax.adam(cfg.learning_rate)"), HasSubstr("line 1, column 16: the dict"));
  EXPECT_THAT(made("optax.adam(cfg.lrr)"), HasSubstr("has no 'lrr' here (did you mean 'lr'?)"));
  EXPECT_THAT(made("optax.adam(cfg.schedule.warmupp)"), HasSubstr("did you mean 'warmup'?"));
  EXPECT_THAT(made("d = {'lr': 1}\ntx = optax.adam(d.lr)"),
              HasSubstr("line 2, column 19: the dict {'lr': 1} has no 'lr' here"));
  EXPECT_THAT(made("d = {'lr': 1}\nd.lr = 2\ntx = optax.adam(1)"),
              HasSubstr("line 2, column 3: an attribute of the dict {'lr': 1} cannot be assigned"));
  EXPECT_THAT(
      made("f = lambda step: cfg.lr * step\ntx = optax.sgd(f)\ncfg.lr = 2"),
      HasSubstr("line 3, column 5: what a function, default or binding holds cannot change"));
  EXPECT_THAT(made("cfg.self = cfg\ntx = optax.adam(1)"), HasSubstr("this would be in itself"));
}

TEST(recipe_configuration, is_made_as_in_python_too) {
  const std::string expected = made("optax.adamw(0.1, b1=0.5)");
  EXPECT_EQ(
      made("import ml_collections\nc = ml_collections.ConfigDict()\nc.lr = 0.1\n"
           "c.opt = ml_collections.ConfigDict({'b1': 0.5})\ntx = optax.adamw(c.lr, b1=c.opt.b1)"),
      expected);
  EXPECT_EQ(made("from ml_collections import config_dict\n"
                 "c = config_dict.FrozenConfigDict({'lr': 0.1, 'opt': {'b1': 0.5}})\n"
                 "tx = optax.adamw(c.lr, **c.opt)"),
            expected);
  EXPECT_EQ(
      made("from types import SimpleNamespace\nc = SimpleNamespace(lr=0.1, opt=dict(b1=0.5))\n"
           "tx = optax.adamw(c.lr, **c.opt)"),
      expected);
  EXPECT_THAT(made("import argparse\nc = argparse.Namespace(1)\ntx = optax.adam(1)"),
              HasSubstr("a namespace takes names and their values"));
  EXPECT_THAT(made("import ml_collections\nc = ml_collections.ConfigDict(3)\ntx = optax.adam(1)"),
              HasSubstr("ConfigDict: expected a dict, got 3"));
}

}  // namespace
