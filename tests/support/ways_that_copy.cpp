#include <map>
#include <string>
#include <utility>

#include "support/ways_to_borrow.hpp"

namespace support {

using namespace optaxx;

const std::vector<way>& ways_that_copy() {
  static const std::vector<way> ways{
      {"a copy",
       [](model& m) {
         const tree params = borrow_layer(m);
         tree copy = params;
         return copy;
       }},
      {"a copy of a copy, in a larger tree",
       [](model& m) {
         const tree params = borrow_layer(m);
         const tree copy = params;
         const tree same = copy;
         return tree{{"dense", same}};
       }},
      {"a copy of an array",
       [](model& m) {
         const array w = borrow_w(m);
         array copy = w;
         return tree{{"w", copy}, {"b", borrow_b(m)}};
       }},
      {"a vector of copies",
       [](model& m) {
         tree dense = borrow_layer(m);
         std::vector<tree> layers;
         layers.push_back(dense);
         return tree::list(layers);
       }},
      {"a vector of copies that is moved in",
       [](model& m) {
         tree dense = borrow_layer(m);
         std::vector<tree> layers{dense};
         return tree::list(std::move(layers));
       }},
      {"pairs with copies",
       [](model& m) {
         tree dense = borrow_layer(m);
         std::vector<std::pair<key, tree>> items;
         items.emplace_back("dense", dense);
         return tree::dict(std::move(items));
       }},
      {"a map made in braces",
       [](model& m) {
         const std::map<std::string, array> arrays{{"w", borrow_w(m)}, {"b", borrow_b(m)}};
         return tree::dict(arrays);
       }},
      {"a vector of arrays made in braces",
       [](model& m) {
         const std::vector<array> arrays{borrow_w(m), borrow_b(m)};
         return tree::list(arrays);
       }},
      {"a loop over copies",
       [](model& m) {
         tree params;
         std::map<std::string, array> arrays;
         arrays["w"] = borrow_w(m);
         for (auto [name, a] : arrays) params[name] = a;
         return params;
       }},
      {"a copy of a part",
       [](model& m) {
         tree all{{"dense", borrow_layer(m)}};
         const tree dense = all["dense"];
         return tree{{"dense", dense}};
       }},
      {"a class that keeps a copy",
       [](model& m) {
         struct trainer {
           explicit trainer(const tree& p) : params(p) {}
           tree params;
         };
         const tree params = borrow_layer(m);
         trainer t(params);
         return std::move(t.params);
       }},
      {"a lambda that keeps a copy",
       [](model& m) {
         tree params = borrow_layer(m);
         auto train = [params]() mutable { return std::move(params); };
         return train();
       }},
      {"tree_map with what is there",
       [](model& m) { return tree_map([](const array& a) { return a; }, borrow_layer(m)); }},
      {"another tree that is assigned",
       [](model& m) {
         tree params = borrow_layer(m);
         params = tree_add(params, params);
         return params;
       }},
      {"another tree's copy that is assigned",
       [](model& m) {
         model other;
         tree params = borrow_layer(m);
         const tree more = borrow_layer(other);
         params = more;
         return params;
       }},
      {"another leaf that is assigned",
       [](model& m) {
         tree params = borrow_layer(m);
         params["w"] = array{5.0F, 5.0F};
         return params;
       }},
      {"another leaf that is assigned to an array",
       [](model& m) {
         tree params = borrow_layer(m);
         for (array& a : params.leaves()) a = array(a.dtype(), a.shape());
         return params;
       }},
      {"another part that is assigned",
       [](model& m) {
         tree params{{"dense", borrow_layer(m)}};
         params["dense"] = tree{{"w", array{5.0F, 5.0F}}, {"b", array{5.0F, 5.0F}}};
         return params;
       }},
      {"a snapshot of when an array had another shape",
       [](model& m) {
         tree params = borrow_layer(m);
         const tree snapshot = params;
         params["w"] = borrow(m.w.data(), {1, 2});
         params = snapshot;
         return params;
       }},
  };
  return ways;
}

}  // namespace support
