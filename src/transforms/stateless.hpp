#pragma once

#include <utility>

#include "optaxx/core/transform.hpp"

namespace optaxx {

/// A transformation without a state, whose update is f(sweep).
template <class F>
class stateless_rule final : public rule {
 public:
  stateless_rule(call c, F f) : call_(std::move(c)), f_(std::move(f)) {}
  void init(layout&) const override {}
  void update(sweep& s, const state_view&) const override { f_(s); }
  call describe() const override { return call_; }

 private:
  call call_;
  F f_;
};

}  // namespace optaxx
