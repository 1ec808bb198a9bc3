#include "optaxx/transforms/per_leaf.hpp"

#include <stdexcept>

namespace optaxx {
namespace {

class per_leaf_rule final : public rule {
 public:
  per_leaf_rule(std::string name, bool needs_params, std::function<void(leaf_view&)> f,
                per_leaf_options options)
      : name_(std::move(name)), needs_params_(needs_params), f_(std::move(f)), options_(options) {}

  void init(layout&) const override {}
  void update(sweep& s, const state_view&) const override {
    if (needs_params_) s.require_params(name_);
    s.for_each_leaf(f_, {.rule = name_, .parallel = options_.parallel, .cost = options_.cost});
  }
  call describe() const override { return {name_, {}}; }

 private:
  std::string name_;
  bool needs_params_;
  std::function<void(leaf_view&)> f_;
  per_leaf_options options_;
};

}  // namespace

transformation detail::make_per_leaf(std::string name, bool needs_params,
                                     std::function<void(leaf_view&)> f, per_leaf_options options) {
  if (name.empty()) throw std::invalid_argument("per_leaf: the name is empty");
  return per_leaf_rule(std::move(name), needs_params, std::move(f), options);
}

}  // namespace optaxx
