#include "transforms/alias.hpp"

#include <utility>

namespace optaxx {
namespace {

class alias_rule final : public rule {
 public:
  alias_rule(call c, transformation inner) : call_(std::move(c)), inner_(std::move(inner)) {}
  void init(layout& state) const override { inner_.init(state); }
  void update(sweep& s, const state_view& state) const override { inner_.update(s, state); }
  call describe() const override { return call_; }

 private:
  call call_;
  transformation inner_;
};

}  // namespace

transformation alias(call c, transformation inner) {
  return alias_rule(std::move(c), std::move(inner));
}

}  // namespace optaxx
