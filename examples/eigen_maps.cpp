// Parameters that are Eigen matrices: optaxx steps them where they are, and Eigen::Map shows an
// array of optaxx as a matrix. Eigen's columns lie one behind the other unless told otherwise; an
// array's rows do, so that such a matrix is borrowed with its axes in the order of memory.

#include <Eigen/Core>
#include <cstdio>
#include <optaxx/optaxx.hpp>

namespace optax = optaxx;

template <class Derived>
optax::array borrow(Eigen::PlainObjectBase<Derived>& m) {
  if constexpr (Derived::IsVectorAtCompileTime) return optax::borrow(m.data(), {m.size()});
  if constexpr (Derived::IsRowMajor) return optax::borrow(m.data(), {m.rows(), m.cols()});
  return optax::borrow(m.data(), {m.cols(), m.rows()});
}

int main() {
  // y = W x + b, to be found from what it does to the columns of x.
  const Eigen::MatrixXf x{{1, 0, 0, 1, -1}, {0, 1, 0, 1, 2}, {0, 0, 1, 1, 1}};
  const Eigen::MatrixXf true_w{{1, 2, 3}, {4, 5, 6}};
  const Eigen::VectorXf true_b{{0.5F, -0.5F}};
  const Eigen::MatrixXf y = (true_w * x).colwise() + true_b;

  Eigen::MatrixXf w = Eigen::MatrixXf::Zero(2, 3);
  Eigen::VectorXf b = Eigen::VectorXf::Zero(2);
  optax::tree params{{"w", borrow(w)}, {"b", borrow(b)}};

  Eigen::MatrixXf of_w(2, 3);
  Eigen::VectorXf of_b(2);
  const optax::tree grads{{"w", borrow(of_w)}, {"b", borrow(of_b)}};

  const auto tx = optax::adam(optax::cosine_decay_schedule(0.3, 500));
  optax::opt_state state = tx.init(params);
  for (int step = 0; step < 500; ++step) {
    const Eigen::MatrixXf error = ((w * x).colwise() + b) - y;
    of_w = error * x.transpose();
    of_b = error.rowwise().sum();
    tx.step(grads, state, params);
  }

  for (Eigen::Index i = 0; i < 2; ++i) {
    std::printf("%.2f %.2f %.2f   %.2f\n", w(i, 0), w(i, 1), w(i, 2), b(i));
  }

  // Adam's mean of the gradients, a matrix as w is.
  optax::array& mean = state[0]["mu"]["w"].leaf();
  const Eigen::Map<Eigen::MatrixXf, Eigen::Aligned64> mu(mean.mutable_data<float>(), 2, 3);
  std::printf("mu of w: %td x %td, at rest: %s\n", mu.rows(), mu.cols(),
              mu.norm() < 1e-3F ? "yes" : "no");
}
