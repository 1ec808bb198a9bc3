#include "digits/train.hpp"

#include <algorithm>
#include <chrono>
#include <span>
#include <vector>

#include "digits/network.hpp"
#include "digits/random.hpp"

namespace digits {
namespace {

class stopwatch {
 public:
  double seconds() const { return std::chrono::duration<double>(clock::now() - start_).count(); }

 private:
  using clock = std::chrono::steady_clock;
  clock::time_point start_ = clock::now();
};

class trainer {
 public:
  trainer(const recipe& optimizer, const split& data, const training& how, const observer& watch)
      : tx_(optimizer.tx),
        data_(data),
        how_(how),
        watch_(watch),
        batches_(generator(how.seed, purpose::batches)),
        params_(make_network<float>({}, how.seed)),
        state_(tx_.init(params_)),
        result_{.name = optimizer.name, .planned_epochs = how.epochs} {}

  run all_epochs() {
    measure(0);
    for (int epoch = 1; epoch <= how_.epochs && one_epoch(epoch); ++epoch) continue;
    result_.seconds = clock_.seconds();
    if (steps_ > 0) {
      result_.step_seconds = seconds_in_tx_ / static_cast<double>(steps_);
      result_.steps_per_second = static_cast<double>(steps_) / result_.seconds;
    }
    return std::move(result_);
  }

 private:
  // Returns whether to go on.
  bool one_epoch(int epoch) {
    const std::vector<std::size_t> order = shuffled(data_.train.size(), batches_);
    double loss_sum = 0;
    for (std::size_t seen = 0; seen < order.size();) {
      const std::size_t size = std::min(how_.batch, order.size() - seen);
      loss_sum +=
          step(take(data_.train, std::span(order).subspan(seen, size))) * static_cast<double>(size);
      seen += size;
      if (!report(epoch, loss_sum / static_cast<double>(seen), false)) return false;
    }
    measure(epoch);
    return report(epoch, result_.epochs.back().train_loss, true);
  }

  // Returns the batch's loss before the step.
  double step(const dataset& batch) {
    const auto [loss, gradient] = value_and_grad(params_, batch.images, batch.labels);
    const stopwatch in_tx;
    tx_.step(gradient, state_, params_);
    seconds_in_tx_ += in_tx.seconds();
    ++steps_;
    return loss;
  }

  void measure(int epoch) {
    const score train = evaluate(params_, data_.train.images, data_.train.labels);
    const score test = evaluate(params_, data_.test.images, data_.test.labels);
    result_.epochs.push_back({.epoch = epoch,
                              .steps = steps_,
                              .train_loss = train.loss,
                              .test_loss = test.loss,
                              .test_accuracy = test.accuracy});
  }

  bool report(int epoch, double loss, bool epoch_ended) const {
    const std::int64_t all = how_.epochs * steps_per_epoch(data_.train.size(), how_.batch);
    return watch_({.epoch = epoch,
                   .epochs = how_.epochs,
                   .done = static_cast<double>(steps_) / static_cast<double>(all),
                   .loss = loss,
                   .accuracy = result_.epochs.back().test_accuracy,
                   .steps_per_second = static_cast<double>(steps_) / clock_.seconds(),
                   .epoch_ended = epoch_ended});
  }

  const optax::transformation& tx_;
  const split& data_;
  const training& how_;
  const observer& watch_;
  const stopwatch clock_;
  std::mt19937_64 batches_;
  optax::tree params_;
  optax::opt_state state_;
  run result_;
  std::int64_t steps_ = 0;
  double seconds_in_tx_ = 0;
};

}  // namespace

std::int64_t steps_per_epoch(std::size_t images, std::size_t batch) {
  return static_cast<std::int64_t>((images + batch - 1) / batch);
}

run train(const recipe& optimizer, const split& data, const training& how, const observer& watch) {
  return trainer(optimizer, data, how, watch).all_epochs();
}

}  // namespace digits
