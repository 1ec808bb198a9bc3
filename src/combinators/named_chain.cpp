#include "optaxx/combinators/named_chain.hpp"

#include <set>
#include <stdexcept>
#include <string>

#include "optaxx/core/options.hpp"

namespace optaxx {
namespace {

class named_chain_rule final : public rule {
 public:
  explicit named_chain_rule(labelled_transformations links) : links_(std::move(links)) {}

  void init(layout& state) const override {
    state.ordered_dict();
    for (const auto& [name, link] : links_) state.child(name, link);
  }
  void update(sweep& s, const state_view& state) const override {
    for (std::size_t i = 0; i < links_.size(); ++i) links_[i].second.update(s, state[i]);
  }
  call describe() const override {
    call c{"optax.named_chain", {}};
    for (const auto& [name, link] : links_)
      c.arguments.emplace_back("", "(" + option_text(name) + ", " + option_text(link) + ")");
    return c;
  }

 private:
  labelled_transformations links_;
};

}  // namespace

transformation named_chain(labelled_transformations links) {
  std::set<std::string> names;
  for (const auto& [name, link] : links) {
    if (!names.insert(name).second)
      throw std::invalid_argument("named_chain: the name '" + name + "' is given twice");
  }
  return named_chain_rule(std::move(links));
}

}  // namespace optaxx
