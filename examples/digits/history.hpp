#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace digits {

/// What was measured after an epoch; epoch 0 is before the first step.
struct epoch_record {
  int epoch = 0;
  std::int64_t steps = 0;  ///< Taken since the start.
  double train_loss = 0;   ///< Mean cross-entropy of all training images.
  double test_loss = 0;
  double test_accuracy = 0;  ///< The share that was recognised, 0..1.
};

/// The training of one network by one optimizer.
struct run {
  std::string name;
  int planned_epochs = 0;
  std::vector<epoch_record> epochs = {};  ///< Epoch 0 first; fewer than planned after a Ctrl-C.
  double seconds = 0;                     ///< For everything, measurements included.
  double step_seconds = 0;                ///< For one tx.step, on average.
  double steps_per_second = 0;
};

}  // namespace digits
