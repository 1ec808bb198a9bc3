#include "optaxx/combinators/chain.hpp"

#include <stdexcept>
#include <string>

namespace optaxx {
namespace {

class chain_rule final : public rule {
 public:
  explicit chain_rule(std::vector<transformation> links) : links_(std::move(links)) {}

  void init(layout& state) const override {
    state.tuple();
    for (std::size_t i = 0; i < links_.size(); ++i) state.child(std::to_string(i), links_[i]);
  }
  void update(sweep& s, const state_view& state) const override {
    for (std::size_t i = 0; i < links_.size(); ++i) links_[i].update(s, state[i]);
  }
  call describe() const override {
    call c{"optax.chain", {}};
    for (const transformation& link : links_) c.arguments.emplace_back("", link.describe().text());
    return c;
  }

 private:
  std::vector<transformation> links_;
};

}  // namespace

transformation chain(std::vector<transformation> links) {
  if (links.empty())
    throw std::invalid_argument("chain: needs at least one transformation, got none");
  return chain_rule(std::move(links));
}

}  // namespace optaxx
