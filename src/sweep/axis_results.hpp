#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "optaxx/core/tree.hpp"
#include "sweep/axis_pass.hpp"
#include "sweep/operand.hpp"

namespace optaxx {

class step_recording;

/// The reductions over axes of one step. The results of each are the leaves of a recording of their
/// own; kernels read its updates as they are when these are recorded. Memory is kept from step to
/// step.
class axis_results {
 public:
  axis_results();
  ~axis_results();

  struct result {
    const leaf_axes* axes = nullptr;
    tree values;  // as the reduction has given them
    std::unique_ptr<step_recording> recording;
    exec::axis_pass pass;  // of this reduction, and of those that were made in one pass with it
    // The updates as kernels read them, at some revisions of the recording.
    struct reading {
      std::uint64_t revision = 0;
      std::vector<array> values;
    };
    std::vector<std::unique_ptr<reading>> readings;
    std::size_t read = 0;

    /// Room for values of these dtypes.
    template <class TypeOf>
    void prepare(const TypeOf& type_of) {
      const std::span<const array> now = values.leaves();
      bool fits = !values.is_none() && now.size() == axes->results.leaves.size();
      for (std::size_t i = 0; fits && i < now.size(); ++i) fits = now[i].dtype() == type_of(i);
      if (!fits) values = axes->results.zeros(type_of);
    }
  };

  /// Another reduction, whose recording is to begin. May take the place of one of an earlier step.
  result& add(const leaf_axes& axes);
  /// That of the recording, or null.
  result* find(const step_recording* recording);

  std::span<const std::unique_ptr<result>> used() const { return {results_.data(), used_}; }
  std::size_t size() const { return used_; }
  void resize(std::size_t n) { used_ = n; }
  void clear() {
    used_ = 0;
    operands_.clear();
  }

  /// What kernels read in this step.
  std::span<const exec::operand> operands() const { return operands_; }
  /// Its place among them, as results over these axes: its own, or `each` where one element reads
  /// another.
  std::uint32_t read(result& r, const leaf_axes& axes);

 private:
  std::vector<std::unique_ptr<result>> results_;
  std::size_t used_ = 0;
  std::vector<exec::operand> operands_;
};

}  // namespace optaxx
