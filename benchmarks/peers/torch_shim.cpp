// torch's AdamW from C++, for a program in Python, through ctypes. peers.py compiles this against
// the torch that its Python has.

#include <torch/torch.h>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace {

struct hyperparams {
  double lr, b1, b2, eps, weight_decay;
};

std::string& message() {
  thread_local std::string text;
  return text;
}

std::vector<at::Tensor> views(float* const* arrays, const std::int64_t* sizes, std::size_t leaves) {
  std::vector<at::Tensor> made;
  for (std::size_t i = 0; i < leaves; ++i)
    made.push_back(torch::from_blob(arrays[i], {sizes[i]}, torch::kFloat32));
  return made;
}

class adamw {
 public:
  virtual ~adamw() = default;
  virtual void step() = 0;
  virtual void set_count(std::int64_t steps) = 0;
};

// The operator under torch.optim.AdamW(fused=True). It takes a count for each leaf, as torch.optim
// keeps them; the cheapest that it can be given is one for all.
class fused_operator : public adamw {
 public:
  fused_operator(const hyperparams& h, std::vector<at::Tensor> p, std::vector<at::Tensor> g,
                 std::vector<at::Tensor> mu, std::vector<at::Tensor> nu, bool one_count)
      : h_(h),
        p_(std::move(p)),
        g_(std::move(g)),
        mu_(std::move(mu)),
        nu_(std::move(nu)),
        counts_(p_.size(), torch::zeros({}, torch::kFloat32)),
        one_count_(one_count) {
    for (at::Tensor& count : counts_) count = one_count ? counts_[0] : torch::zeros_like(count);
  }

  void step() override {
    const at::NoGradGuard no_grad;
    if (one_count_) {
      counts_[0].add_(1);
    } else {
      at::_foreach_add_(counts_, 1);
    }
    at::_fused_adamw_(p_, g_, mu_, nu_, {}, counts_, h_.lr, h_.b1, h_.b2, h_.weight_decay, h_.eps,
                      /*amsgrad=*/false, /*maximize=*/false);
  }
  void set_count(std::int64_t steps) override {
    for (at::Tensor& count : counts_) count.fill_(steps);
  }

 private:
  hyperparams h_;
  std::vector<at::Tensor> p_, g_, mu_, nu_;
  std::vector<at::Tensor> counts_;
  bool one_count_;
};

class optim_adamw : public adamw {
 public:
  optim_adamw(const hyperparams& h, std::vector<at::Tensor> p, const std::vector<at::Tensor>& g,
              const std::vector<at::Tensor>& mu, const std::vector<at::Tensor>& nu)
      : optimizer_(p, torch::optim::AdamWOptions(h.lr)
                          .betas({h.b1, h.b2})
                          .eps(h.eps)
                          .weight_decay(h.weight_decay)) {
    for (std::size_t i = 0; i < p.size(); ++i) {
      p[i].mutable_grad() = g[i];
      auto state = std::make_unique<torch::optim::AdamWParamState>();
      state->step(0);
      state->exp_avg(mu[i]);
      state->exp_avg_sq(nu[i]);
      states_.push_back(state.get());
      optimizer_.state()[p[i].unsafeGetTensorImpl()] = std::move(state);
    }
  }

  void step() override { optimizer_.step(); }
  void set_count(std::int64_t steps) override {
    for (torch::optim::AdamWParamState* s : states_) s->step(steps);
  }

 private:
  torch::optim::AdamW optimizer_;
  std::vector<torch::optim::AdamWParamState*> states_;
};

}  // namespace

extern "C" {

const char* torch_error() { return message().c_str(); }

/// `kind`: "operator", "operator, one count" or "optim". The arrays are used where they are. Null,
/// with `torch_error`, if torch throws.
adamw* torch_new(const char* kind, const hyperparams* h, const std::int64_t* sizes,
                 std::size_t leaves, float* const* params, float* const* grads, float* const* mu,
                 float* const* nu) {
  try {
    auto p = views(params, sizes, leaves);
    auto g = views(grads, sizes, leaves);
    auto m = views(mu, sizes, leaves);
    auto v = views(nu, sizes, leaves);
    if (std::string(kind).starts_with("operator")) {
      return new fused_operator(*h, std::move(p), std::move(g), std::move(m), std::move(v),
                                kind != std::string("operator"));
    }
    return new optim_adamw(*h, std::move(p), g, m, v);
  } catch (const std::exception& e) {
    message() = e.what();
    return nullptr;
  }
}

void torch_delete(adamw* optimizer) { delete optimizer; }

void torch_set_count(adamw* optimizer, std::int64_t steps) { optimizer->set_count(steps); }

int torch_step(adamw* optimizer, std::size_t times) {
  try {
    for (std::size_t i = 0; i < times; ++i) optimizer->step();
    return 0;
  } catch (const std::exception& e) {
    message() = e.what();
    return -1;
  }
}
}
