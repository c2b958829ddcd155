// A stranger's program in C++: an identity neuron learns the line y = 2 x + 1.
#include <hillock/hillock.h>

#include <cmath>
#include <iostream>
#include <memory>
#include <vector>

int main()
{
    const std::vector<float> X = {-1.0F, 0.0F, 1.0F, 2.0F};
    const std::vector<float> y = {-1.0F, 1.0F, 3.0F, 5.0F};

    hillock_dataset *dataset = nullptr;
    hillock_neuron *created = nullptr;
    if (hillock_dataset_create(&dataset, X.size(), 1) != HILLOCK_OK ||
        hillock_neuron_create(&created, 1, HILLOCK_IDENTITY, HILLOCK_SQUARED) != HILLOCK_OK)
        return 1;
    const std::unique_ptr<hillock_dataset, void (*)(hillock_dataset *)> data(
        dataset, hillock_dataset_destroy);
    const std::unique_ptr<hillock_neuron, void (*)(hillock_neuron *)> neuron(
        created, hillock_neuron_destroy);

    hillock_dataset_set_features_f32(data.get(), X.data(), HILLOCK_FEATURE_MAJOR, X.size());
    hillock_dataset_set_targets_f32(data.get(), y.data());
    const hillock_status status = hillock_fit(neuron.get(), data.get());

    double w = 0.0;
    double b = 0.0;
    hillock_neuron_get_parameters(neuron.get(), &w, &b);
    std::cout << hillock_status_name(status) << ": y = " << w << " x + " << b << '\n';
    return status >= 0 && std::abs(w - 2.0) < 1e-3 && std::abs(b - 1.0) < 1e-3 ? 0 : 1;
}
